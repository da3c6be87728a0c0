package io.blockquant.core.testing;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.spi.Availability;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.BackendOptions;
import io.blockquant.core.spi.BackendProvider;
import io.blockquant.core.spi.Device;
import io.blockquant.core.spi.DeviceAllocator;
import io.blockquant.core.spi.Executable;
import io.blockquant.core.spi.Support;
import io.blockquant.core.spi.TypeOracle;
import io.blockquant.core.tensor.Storage;
import io.blockquant.core.tensor.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Run toy nodes whose type is this backend's id, and count what is opened and closed. */
public final class ToyBackend implements BackendProvider, Backend {

  private final String id;
  private final int rank;
  private final Ledger ledger;
  private boolean onDevice;
  private boolean sharesDevice = true;
  private Consumer<Graph> beforeCompile = _ -> {};
  private Runnable beforeInvocation = () -> {};
  private Consumer<Node> beforeNode = _ -> {};
  private boolean deliversNothing;
  private boolean knowsTypes = true;
  private final AtomicInteger ownReads = new AtomicInteger();
  private final AtomicInteger callersWrites = new AtomicInteger();

  public ToyBackend(String id, int rank, Ledger ledger) {
    this.id = id;
    this.rank = rank;
    this.ledger = ledger;
  }

  /** Deliver outputs in memory of a device of its own. */
  public ToyBackend onDevice() {
    onDevice = true;
    return this;
  }

  /** Name no device, so that its own memory is not its to read either. */
  public ToyBackend withoutDevices() {
    sharesDevice = false;
    return this;
  }

  public ToyBackend beforeCompile(Consumer<Graph> action) {
    beforeCompile = action;
    return this;
  }

  public ToyBackend beforeInvocation(Runnable action) {
    beforeInvocation = action;
    return this;
  }

  public ToyBackend beforeNode(Consumer<Node> action) {
    beforeNode = action;
    return this;
  }

  public ToyBackend deliversNothing() {
    deliversNothing = true;
    return this;
  }

  /** Tell no types, so that the graph's own are believed. */
  public ToyBackend withoutOracle() {
    knowsTypes = false;
    return this;
  }

  /** Return how many inputs were read straight from its own device. */
  public int ownReads() {
    return ownReads.get();
  }

  /** Return how many outputs were written straight to a caller's memory on its device. */
  public int callersWrites() {
    return callersWrites.get();
  }

  void writeCallers() {
    callersWrites.incrementAndGet();
  }

  void readOwn() {
    ownReads.incrementAndGet();
  }

  boolean isOnDevice() {
    return onDevice;
  }

  boolean isDeliveringNothing() {
    return deliversNothing;
  }

  String deviceId() {
    return id + ":0";
  }

  Ledger ledger() {
    return ledger;
  }

  void reach(Node node) {
    beforeNode.accept(node);
  }

  void reachInvocation() {
    beforeInvocation.run();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Availability probe() {
    return new Availability.Available(
        sharesDevice ? List.of(new Device(deviceId(), "toy", "")) : List.of());
  }

  @Override
  public Backend open(BackendOptions options) {
    ledger.opened("backend " + id);
    return this;
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public Support supports(Graph graph, Node node) {
    return node.op().equals(Toys.op(id))
        ? new Support.Native("toy kernel of " + id)
        : new Support.Unsupported("runs " + id + " only");
  }

  @Override
  public Executable compile(Graph region) {
    beforeCompile.accept(region);
    return new ToyExecutable(this, region);
  }

  @Override
  public Optional<DeviceAllocator> allocator(String device) {
    return onDevice && device.equals(deviceId()) ? Optional.of(new Allocator()) : Optional.empty();
  }

  private final class Allocator implements DeviceAllocator {
    @Override
    public String deviceId() {
      return ToyBackend.this.deviceId();
    }

    @Override
    public Storage.Device allocate(long bytes, Arena arena) {
      return new ToyDevice(deviceId(), arena.allocate(bytes));
    }

    @Override
    public Storage.Device view(long address, long bytes) {
      return new ToyDevice(deviceId(), MemorySegment.ofAddress(address).reinterpret(bytes));
    }
  }

  @Override
  public Optional<TypeOracle> typeOracle() {
    return knowsTypes ? Optional.of(ToyBackend::infer) : Optional.empty();
  }

  /** Every output has the type of the first input. */
  private static Map<String, TensorType> infer(Graph fragment) {
    Map<String, TensorType> types = new HashMap<>();
    fragment.inputs().forEach(input -> types.put(input.name(), input.type()));
    fragment.initializers().forEach((name, tensor) -> types.put(name, tensor.type()));
    for (Node node : fragment.nodes()) {
      node.outputs().forEach(output -> types.put(output, types.get(node.input(0))));
    }
    return types;
  }

  @Override
  public void close() {
    ledger.closed("backend " + id);
  }
}
