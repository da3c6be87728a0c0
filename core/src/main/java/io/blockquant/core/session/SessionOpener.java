package io.blockquant.core.session;

import io.blockquant.core.control.ControlFlowBackend;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Model;
import io.blockquant.core.op.OpRegistry;
import io.blockquant.core.ops.OpCatalog;
import io.blockquant.core.plan.Pass;
import io.blockquant.core.plan.PassContext;
import io.blockquant.core.plan.Passes;
import io.blockquant.core.plan.Plan;
import io.blockquant.core.plan.Planner;
import io.blockquant.core.plan.Resources;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.BackendProvider;
import io.blockquant.core.spi.Device;
import io.blockquant.core.spi.DeviceAllocator;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.verify.GraphVerifier;
import io.blockquant.core.verify.Verified;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Turn a model into a session, step by step; what was opened is closed when a step fails. */
final class SessionOpener {

  private final Model model;
  private final SessionOptions options;
  private final OpRegistry registry;
  private final List<Backends.Entry> installed;
  private final boolean within;
  private final Resources resources = new Resources();

  SessionOpener(
      Model model, SessionOptions options, OpRegistry registry, List<Backends.Entry> installed) {
    this(model, options, registry, installed, false);
  }

  private SessionOpener(
      Model model,
      SessionOptions options,
      OpRegistry registry,
      List<Backends.Entry> installed,
      boolean within) {
    this.model = model;
    this.options = options;
    this.registry = registry;
    this.installed = List.copyOf(installed);
    this.within = within;
  }

  static Session open(Model model, SessionOptions options) {
    return new SessionOpener(model, options, OpCatalog.registry(), Backends.discover()).open();
  }

  Session open() {
    // These two are about the options; everything after them is about the model, and names it.
    Set<String> disabled = disabledPasses();
    List<Backends.Entry> chosen = Backends.select(options.backends(), installed);
    try {
      return openSteps(disabled, chosen);
    } catch (BlockquantException e) {
      resources.closeAfter(e);
      throw model.source().isEmpty() ? e : e.inFile(model.source());
    } catch (RuntimeException | VirtualMachineError | LinkageError | AssertionError e) {
      resources.closeAfter(e);
      throw e;
    }
  }

  private Session openSteps(Set<String> disabled, List<Backends.Entry> chosen) {
    List<Backend> backends = new ArrayList<>();
    for (Backends.Entry entry : chosen) {
      Backend backend = open(entry);
      resources.onClose(backend::close);
      backends.add(backend);
    }
    // Last: whoever runs a whole Loop runs it faster than body by body.
    backends.add(new ControlFlowBackend(new SessionBodies(this, backends)));
    Verified verified = verify(backends, model.graph());
    Graph graph = Passes.apply(verified.graph(), new PassContext(registry), disabled);
    Plan plan = within ? Planner.planWithin(graph, backends) : Planner.plan(graph, backends);
    resources.onClose(plan::close);

    List<Set<String>> devices = new ArrayList<>(chosen.stream().map(SessionOpener::ids).toList());
    devices.add(Set.of());
    RunLayout layout = new RunLayout(graph, plan, devices);
    RunInputs inputs = new RunInputs(verified.graph());
    RunOutputs outputs = new RunOutputs(verified.graph().outputs());
    long constants = graph.initializers().values().stream().mapToLong(Tensor::byteSize).sum();
    MemoryBudget budget = new MemoryBudget(options.memoryLimit(), constants);
    int keep = Runtime.getRuntime().availableProcessors();
    FramePool frames = new FramePool(() -> new Frame(layout, inputs, outputs, budget), keep);
    resources.onClose(frames::close);
    return new Session(
        model, verified, plan.explanation(), frames, allocators(chosen, backends), resources);
  }

  private Set<String> disabledPasses() {
    Set<String> names = Passes.all().stream().map(Pass::name).collect(Collectors.toSet());
    Set<String> unknown = new TreeSet<>(options.disabledPasses());
    unknown.removeAll(names);
    if (!unknown.isEmpty()) {
      throw Diagnostic.error("Session.UnknownPass", "a pass that is switched off MUST exist")
          .fact("found", unknown)
          .fact("expected", new TreeSet<>(names))
          .help("use one of the expected names")
          .asException();
    }
    return options.passes() ? options.disabledPasses() : names;
  }

  private Backend open(Backends.Entry entry) {
    BackendProvider provider = entry.provider().orElseThrow();
    try {
      return provider.open(options.forBackends());
    } catch (BlockquantException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new BlockquantException(
          List.of(
              Diagnostic.error("Backend.Failure", "a backend that is available MUST open")
                  .fact("backend", entry.id())
                  .fact("cause", e)
                  .help("report this to the maker of the backend, or name other backends")
                  .build()),
          e);
    }
  }

  /** Open a session on a graph inside this one's, with the same options. */
  Session openBody(Graph body) {
    return new SessionOpener(Model.of(body), options, registry, installed, true).open();
  }

  /** Verify a graph with the help of these backends. */
  Verified verify(List<Backend> backends, Graph graph) {
    return new GraphVerifier(registry)
        .withOracles(backends.stream().flatMap(backend -> backend.typeOracle().stream()).toList())
        .withMemoryLimit(options.memoryLimit())
        .verify(graph);
  }

  private static List<DeviceAllocator> allocators(
      List<Backends.Entry> chosen, List<Backend> backends) {
    List<DeviceAllocator> found = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      for (Device device : chosen.get(i).devices()) {
        backends.get(i).allocator(device.id()).ifPresent(found::add);
      }
    }
    return found;
  }

  private static Set<String> ids(Backends.Entry entry) {
    return entry.devices().stream().map(Device::id).collect(Collectors.toUnmodifiableSet());
  }
}
