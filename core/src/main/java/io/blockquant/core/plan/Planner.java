package io.blockquant.core.plan;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.Value;
import io.blockquant.core.plan.BackendSelector.Selection;
import io.blockquant.core.plan.RegionCutter.Cut;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.Executable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Turn a verified graph into a plan: select backends, cut regions, plan buffers, compile. */
public final class Planner {

  private final Graph graph;
  private final List<Backend> backends;
  private final boolean within;

  private Planner(Graph graph, List<Backend> backends, boolean within) {
    this.graph = graph;
    this.backends = backends;
    this.within = within;
  }

  /**
   * Plan a graph.
   *
   * @param graph the graph, verified, in topological order
   * @param backends the backends in the order in which they are asked; they outlive the plan
   * @throws io.blockquant.core.diag.BlockquantException with every node that no backend supports
   *     ({@code Plan.Unsupported}), or with what a backend has to say when it compiles
   */
  public static Plan plan(Graph graph, List<Backend> backends) {
    return new Planner(graph, backends, false).plan();
  }

  /** Plan a graph that runs within another, as {@link #plan} does otherwise. */
  public static Plan planWithin(Graph graph, List<Backend> backends) {
    return new Planner(graph, backends, true).plan();
  }

  private Plan plan() {
    List<Selection> selections = BackendSelector.select(graph, backends);
    int[] backendOf = selections.stream().mapToInt(Selection::backend).toArray();
    List<Cut> cuts = RegionCutter.cut(graph, backendOf, backends.size());
    List<Graph> regions = regionGraphs(cuts);
    ValueTable values = ValueTable.of(graph, regions);
    Resources executables = new Resources();
    try {
      List<PlannedRegion> planned = new ArrayList<>();
      for (int i = 0; i < regions.size(); i++) {
        Backend backend = backends.get(cuts.get(i).backend());
        Graph region = regions.get(i);
        Executable executable = compile(backend, region, !within && regions.size() == 1);
        executables.onClose(executable::close);
        planned.add(
            new PlannedRegion(
                i,
                cuts.get(i).backend(),
                backend.id(),
                region,
                values.indexes(region.inputs()),
                values.indexes(region.outputs()),
                executable));
      }
      Explanation explanation = explain(cuts, selections);
      return new Plan(planned, values.values(), values.slotCount(), explanation, executables);
    } catch (RuntimeException | VirtualMachineError | LinkageError | AssertionError e) {
      executables.closeAfter(e);
      throw e;
    }
  }

  private static Executable compile(Backend backend, Graph region, boolean alone) {
    try {
      return alone ? backend.compileAlone(region) : backend.compile(region);
    } catch (BlockquantException e) {
      throw e;
    } catch (RuntimeException e) {
      String nodes = PlannedRegion.describe(region.nodes());
      throw new BlockquantException(
          List.of(
              Diagnostic.error("Backend.Failure", "a backend MUST compile what it supports")
                  .at(Place.node(nodes))
                  .fact("backend", backend.id())
                  .fact("cause", e)
                  .help("report this to the maker of the backend, or name another backend")
                  .build()),
          e);
    }
  }

  private List<Graph> regionGraphs(List<Cut> cuts) {
    int[] regionOf = new int[graph.nodes().size()];
    for (int region = 0; region < cuts.size(); region++) {
      for (int node : cuts.get(region).nodes()) {
        regionOf[node] = region;
      }
    }
    Set<String> wanted = wantedOutside(regionOf);
    List<Graph> graphs = new ArrayList<>();
    for (int region = 0; region < cuts.size(); region++) {
      List<Node> nodes = cuts.get(region).nodes().stream().map(graph.nodes()::get).toList();
      graphs.add(RegionGraph.of("region " + region, graph, nodes, wanted));
    }
    return graphs;
  }

  /** Return the values that leave the region that produces them. */
  private Set<String> wantedOutside(int[] regionOf) {
    Set<String> wanted = new HashSet<>();
    graph.outputs().stream().map(Value::name).forEach(wanted::add);
    List<Set<String>> produced = new ArrayList<>();
    for (int index = 0; index < regionOf.length; index++) {
      while (produced.size() <= regionOf[index]) {
        produced.add(new HashSet<>());
      }
      produced.get(regionOf[index]).addAll(graph.nodes().get(index).outputs());
    }
    for (int index = 0; index < regionOf.length; index++) {
      Set<String> own = produced.get(regionOf[index]);
      graph.nodes().get(index).reads().stream().filter(r -> !own.contains(r)).forEach(wanted::add);
    }
    return wanted;
  }

  private Explanation explain(List<Cut> cuts, List<Selection> selections) {
    List<Explanation.RegionInfo> regions = new ArrayList<>();
    List<Explanation.NodeChoice> nodes = new ArrayList<>();
    for (int region = 0; region < cuts.size(); region++) {
      Cut cut = cuts.get(region);
      String backend = backends.get(cut.backend()).id();
      regions.add(new Explanation.RegionInfo(region, backend, cut.nodes().size()));
      for (int index : cut.nodes()) {
        Node node = graph.nodes().get(index);
        Selection selection = selections.get(index);
        String shown = node.name().isEmpty() ? String.join(", ", node.outputs()) : node.name();
        nodes.add(
            new Explanation.NodeChoice(
                shown, node.origin(), region, backend, selection.kernel(), selection.declines()));
      }
    }
    return new Explanation(regions, nodes);
  }
}
