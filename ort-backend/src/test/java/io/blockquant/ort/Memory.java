package io.blockquant.ort;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.spi.ExecutionContext;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/**
 * Plays the session: gives inputs, keeps one native buffer per output and shape, fills each with
 * 0x55 before a run so that bytes nobody wrote are seen.
 */
final class Memory implements ExecutionContext {

  private static final byte UNWRITTEN = 0x55;

  private final Map<Integer, Tensor> callers = new HashMap<>();
  private final Map<Integer, Tensor> planned = new HashMap<>();
  private final Map<Integer, Tensor> results = new HashMap<>();
  private Tensor[] inputs;

  Memory(Tensor... inputs) {
    this.inputs = inputs;
  }

  Memory inputs(Tensor... next) {
    inputs = next;
    results.clear();
    return this;
  }

  /** Let an output be the caller's own memory. */
  Memory caller(int index, Tensor tensor) {
    callers.put(index, tensor);
    return this;
  }

  Tensor result(int index) {
    return results.get(index);
  }

  @Override
  public Tensor input(int index) {
    return inputs[index];
  }

  @Override
  public Tensor output(int index, ElementType type, Shape shape) {
    Tensor tensor =
        callers.containsKey(index) ? callers(index, type, shape) : own(index, type, shape);
    tensor.segment().fill(UNWRITTEN);
    results.put(index, tensor);
    return tensor;
  }

  private Tensor callers(int index, ElementType type, Shape shape) {
    Tensor tensor = callers.get(index);
    if (tensor.elementType() != type || !tensor.shape().equals(shape)) {
      throw Diagnostic.error("Test.WrongMemory", "the caller's memory MUST fit")
          .fact("found", tensor)
          .fact("expected", type + " " + shape)
          .asException();
    }
    return tensor;
  }

  private Tensor own(int index, ElementType type, Shape shape) {
    Tensor last = planned.get(index);
    if (last == null || last.elementType() != type || !last.shape().equals(shape)) {
      last = Tensor.allocate(type, shape);
      planned.put(index, last);
    }
    return last;
  }

  @Override
  public void deliver(int index, Tensor tensor) {
    results.put(index, tensor);
  }

  @Override
  public Tensor temporary(int slot, ElementType type, Shape shape) {
    throw new AssertionError("ONNX Runtime plans its own temporaries");
  }

  static Tensor heap(Shape shape, float... values) {
    return Tensor.of(ElementType.FLOAT, shape, MemorySegment.ofArray(values));
  }
}
