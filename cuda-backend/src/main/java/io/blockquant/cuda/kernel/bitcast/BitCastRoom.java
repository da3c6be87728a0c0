package io.blockquant.cuda.kernel.bitcast;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.ops.bitcast.BitCast;
import io.blockquant.core.ops.bitcast.BitCastAttributes;
import io.blockquant.core.tensor.BlockGrid;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.cuda.kernel.Blocks;
import io.blockquant.cuda.kernel.Launch;
import io.blockquant.cuda.kernel.Plan;
import io.blockquant.cuda.kernel.Problem;
import io.blockquant.cuda.kernel.Room;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resolves calls of BitCast. The bytes are copied: x may be a caller's tensor, and y must stay what
 * it is when that is written to.
 */
public final class BitCastRoom implements Room<BitCastAttributes> {

  private static final int THREADS = 256;
  private static final int VECTOR = 16;

  @Override
  public OpDefinition<BitCastAttributes> definition() {
    return BitCast.DEFINITION;
  }

  @Override
  public List<Problem.@Nullable Field> inputs() {
    return List.of(Problem.Field.X);
  }

  @Override
  public List<Problem.Field> outputs() {
    return List.of(Problem.Field.Y);
  }

  /** The blocks are of bytes, whatever the elements are. */
  @Override
  public BlockGrid grid(OpCall<BitCastAttributes> call) {
    Shape shape = call.type(0).flatMap(TensorType::shape).orElseThrow();
    long bytes = call.elementType(0).orElseThrow().byteSize(shape.elementCount());
    return BlockGrid.perTensor(Shape.of(bytes));
  }

  @Override
  public Plan plan(OpCall<BitCastAttributes> call, List<TensorType> outputs) {
    Blocks blocks = Blocks.of(grid(call));
    Problem problem = new Problem(ElementType.UINT8, ElementType.FLOAT, ElementType.UINT8, blocks);
    if (blocks.elements() == 0) {
      return new Plan(problem, List.of(), 0);
    }
    long vectors = Math.ceilDiv(blocks.elements(), (long) VECTOR);
    return Plan.of(problem, Launch.of("bitcast_copy", vectors, THREADS));
  }
}
