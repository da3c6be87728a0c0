package io.blockquant.cuda;

import io.blockquant.core.graph.Node;
import io.blockquant.cuda.kernel.Room;
import io.blockquant.cuda.kernel.bitcast.BitCastRoom;
import io.blockquant.cuda.kernel.cast.CastRoom;
import io.blockquant.cuda.kernel.dequantize.DequantizeRoom;
import io.blockquant.cuda.kernel.dynamicquantize.DynamicQuantizeRoom;
import io.blockquant.cuda.kernel.quantize.QuantizeRoom;
import java.util.List;
import java.util.Optional;

/** List the operators that this backend runs: one line each. */
final class Rooms {

  private static final List<Room<?>> ALL =
      List.of(
          new DynamicQuantizeRoom(),
          new QuantizeRoom(),
          new DequantizeRoom(),
          new CastRoom(),
          new BitCastRoom());

  private Rooms() {}

  static Optional<Room<?>> find(Node node) {
    return ALL.stream().filter(room -> room.definition().id().equals(node.op())).findFirst();
  }
}
