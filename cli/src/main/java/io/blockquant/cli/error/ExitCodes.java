package io.blockquant.cli.error;

/** Name the exit codes of every verb. */
public final class ExitCodes {

  /** The work was done and found nothing wrong. */
  public static final int OK = 0;

  /** The work was done, or the model refused: there are findings or failures. */
  public static final int FINDINGS = 1;

  /** The command line is wrong; a file it names is missing or unreadable. */
  public static final int USAGE = 2;

  /** This machine lacks something that was asked for: a backend, a device, memory. */
  public static final int ENVIRONMENT = 3;

  /** What {@code --help} of every verb says of them. */
  public static final String HELP =
      "%n@|bold Exit codes:|@%n"
          + "  0  ok%n"
          + "  1  findings or failures; the model is wrong or cannot run%n"
          + "  2  the command line is wrong, or a file it names is missing or unreadable%n"
          + "  3  this machine lacks something: a backend, a device, memory";

  private ExitCodes() {}
}
