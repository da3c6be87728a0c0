package io.blockquant.core.session;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.plan.PlannedValue;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hold the native memory of a frame. Not thread-safe. */
final class FrameBuffers implements AutoCloseable {

  private final MemoryBudget budget;
  private final List<GrowingBuffer> all = new ArrayList<>();
  private final @Nullable TensorView[] between;
  private final @Nullable TensorView[] hostCopies;
  private final List<GrowingBuffer> temporaries = new ArrayList<>();
  private final List<List<TensorView>> temporaryViews = new ArrayList<>();

  FrameBuffers(RunLayout layout, MemoryBudget budget) {
    this.budget = budget;
    List<GrowingBuffer> slots = new ArrayList<>();
    for (int slot = 0; slot < layout.slotCount; slot++) {
      slots.add(newBuffer());
    }
    int values = layout.values.size();
    this.between = new @Nullable TensorView[values];
    this.hostCopies = new @Nullable TensorView[values];
    for (int value = 0; value < values; value++) {
      int slot = layout.values.get(value).slot();
      if (slot != PlannedValue.NO_SLOT) {
        between[value] = new TensorView(slots.get(slot));
      }
    }
    layout.regions.forEach(_ -> temporaryViews.add(new ArrayList<>()));
  }

  /** Return memory for a value between regions, shared with values of other lifetimes. */
  Tensor between(int value, ElementType type, Shape shape) {
    TensorView view = between[value];
    if (view == null) {
      throw new IllegalStateException("value " + value + " has no slot");
    }
    return view.get(type, shape);
  }

  /** Return memory for the copy of a value that lies on a device. */
  Tensor hostCopy(int value, ElementType type, Shape shape) {
    TensorView view = hostCopies[value];
    if (view == null) {
      view = new TensorView(newBuffer());
      hostCopies[value] = view;
    }
    return view.get(type, shape);
  }

  /** Return memory inside a region; regions run one after another and share it. */
  Tensor temporary(int region, int slot, ElementType type, Shape shape) {
    while (temporaries.size() <= slot) {
      temporaries.add(newBuffer());
    }
    List<TensorView> views = temporaryViews.get(region);
    while (views.size() <= slot) {
      views.add(new TensorView(temporaries.get(views.size())));
    }
    return views.get(slot).get(type, shape);
  }

  private GrowingBuffer newBuffer() {
    GrowingBuffer buffer = new GrowingBuffer(budget);
    all.add(buffer);
    return buffer;
  }

  @Override
  public void close() {
    all.forEach(GrowingBuffer::close);
  }
}
