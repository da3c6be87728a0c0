package io.blockquant.cli.verbs;

import io.blockquant.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/**
 * Runs a command line in this process.
 *
 * @param exitCode what the process would have exited with
 * @param out what it printed to stdout
 * @param err what it printed to stderr
 */
record CommandRun(int exitCode, String out, String err) {

  static CommandRun of(Object... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] args = List.of(words).stream().map(Object::toString).toArray(String[]::new);
    return new CommandRun(command.execute(args), out.toString(), err.toString());
  }

  /** Return the last line of stdout. */
  String lastLine() {
    return out.lines().toList().getLast();
  }
}
