package io.blockquant.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TextTensors;
import java.util.ArrayList;
import java.util.List;

/** Copy text to and from ONNX Runtime, which keeps it in memory of its own. */
final class OrtText {

  private OrtText() {}

  /** Return a copy; the caller closes it. */
  static OnnxTensor copy(OrtEnvironment environment, Tensor text, String place) {
    String[] values = TextTensors.toStrings(text).toArray(String[]::new);
    try {
      return OnnxTensor.createTensor(environment, values, text.shape().dims());
    } catch (OrtException e) {
      throw OrtErrors.tensor(place, text.toString(), e);
    }
  }

  /** Return what a tensor holds. */
  static Tensor read(OnnxTensor tensor, Shape shape) throws OrtException {
    List<String> values = new ArrayList<>();
    // The Java API has no arrays for no elements.
    if (shape.elementCount() > 0) {
      collect(tensor.getValue(), values);
    }
    return TextTensors.of(shape, values);
  }

  /** The Java API gives arrays in as many dimensions as the tensor has. */
  private static void collect(Object value, List<String> into) {
    if (value instanceof Object[] parts) {
      for (Object part : parts) {
        collect(part, into);
      }
    } else {
      into.add((String) value);
    }
  }
}
