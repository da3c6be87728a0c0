package io.blockquant.cli;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Tells the version of Blockquant and of the Java that runs it. */
final class VersionProvider implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"blockquant " + ownVersion(), "java " + Runtime.version()};
  }

  /** On the module path the descriptor knows; on the class path the jar's manifest does. */
  private static String ownVersion() {
    return Optional.ofNullable(VersionProvider.class.getModule().getDescriptor())
        .flatMap(ModuleDescriptor::rawVersion)
        .or(() ->
            Optional.ofNullable(VersionProvider.class.getPackage().getImplementationVersion()))
        .orElse("(development build)");
  }
}
