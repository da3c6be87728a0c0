package io.blockquant.core.graph;

/**
 * Name an operator: domain, type, version.
 *
 * @param domain {@link #ONNX} for the standard operators, {@link #BLOCKQUANT} for the catalog
 * @param type the operator's name in its domain
 * @param version the catalog version, or for other domains the opset version the model declares
 */
public record OpId(String domain, String type, int version) {

  /** The domain of the standard ONNX operators; files write it as the empty string too. */
  public static final String ONNX = "ai.onnx";

  /** The domain of the operators that this project defines. */
  public static final String BLOCKQUANT = "blockquant";

  /** Return {@code domain::type}, without the domain for a standard ONNX operator. */
  public String displayName() {
    return domain.equals(ONNX) ? type : domain + "::" + type;
  }

  @Override
  public String toString() {
    return displayName() + "-" + version;
  }
}
