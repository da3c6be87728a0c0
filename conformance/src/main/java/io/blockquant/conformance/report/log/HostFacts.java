package io.blockquant.conformance.report.log;

import java.lang.module.ModuleDescriptor;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tell what ran the kit: facts for a reader, that no verdict depends on. */
public final class HostFacts {

  private HostFacts() {}

  /** Return the facts by name. */
  public static Map<String, String> collect() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("started", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    facts.put("os", property("os.name") + " " + property("os.version") + " " + property("os.arch"));
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("java", property("java.runtime.version") + ", " + property("java.vm.name"));
    return facts;
  }

  /** Return the version of the kit. */
  public static String kit() {
    // On the module path the descriptor knows; on the class path the jar's manifest does.
    return Optional.ofNullable(HostFacts.class.getModule().getDescriptor())
        .flatMap(ModuleDescriptor::rawVersion)
        .or(() -> Optional.ofNullable(HostFacts.class.getPackage().getImplementationVersion()))
        .orElse("(development build)");
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
