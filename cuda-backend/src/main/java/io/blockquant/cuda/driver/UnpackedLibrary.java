package io.blockquant.cuda.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jcuda.JCudaVersion;
import jcuda.LibUtils;

/**
 * The copy of its native library that JCuda leaves in {@code java.io.tmpdir}.
 *
 * <p>JCuda keeps it for the next process, even when it could not be loaded. What cannot be loaded
 * is of no use to anybody: {@link #removeIfNew} takes it away.
 */
final class UnpackedLibrary {

  private static final System.Logger LOG = System.getLogger("io.blockquant.cuda");

  private final Path path;
  private final boolean wasThere;

  /** Look whether the copy is there already; call before JCuda loads. */
  UnpackedLibrary() {
    String name = LibUtils.createPlatformLibraryName("JCudaDriver-" + JCudaVersion.get());
    path = Path.of(System.getProperty("java.io.tmpdir"), LibUtils.createLibraryFileName(name));
    wasThere = Files.exists(path);
  }

  /** Delete the copy unless it was there before. */
  void removeIfNew() {
    if (wasThere) {
      return;
    }
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "cannot delete {0}: {1}", path, e);
    }
  }
}
