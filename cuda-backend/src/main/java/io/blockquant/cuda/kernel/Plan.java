package io.blockquant.cuda.kernel;

import java.util.List;

/**
 * Hold a call with everything resolved but the addresses. It belongs to one invocation.
 *
 * @param problem what the kernels are given
 * @param launches the kernels, one after another; none where there are no elements
 * @param workBytes the bytes of scratch memory, zeroed before every run; 0 for none
 */
public record Plan(Problem problem, List<Launch> launches, long workBytes) {

  public Plan {
    launches = List.copyOf(launches);
  }

  /** Return a plan whose kernels need no scratch memory. */
  public static Plan of(Problem problem, Launch launch) {
    return new Plan(problem, List.of(launch), 0);
  }

  /** Return what explanations show: the kernels. */
  public String describe() {
    return launches.isEmpty()
        ? "nothing to compute"
        : String.join(", ", launches.stream().map(Launch::kernel).toList());
  }
}
