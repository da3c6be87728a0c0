package io.blockquant.conformance.cases;

/** Name the profiles that cases belong to. */
public final class ProfileNames {

  /** The examples of the vendor's documentation, by printed digits and by bytes. */
  public static final String DOCUMENTED = "documented";

  /** MXFP8 quantization: E4M3 data, E8M0 scales. */
  public static final String MXFP8_QUANTIZE = "mxfp8.quantize";

  private ProfileNames() {}
}
