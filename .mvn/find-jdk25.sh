# Finds a JDK 25 and exports JAVA_HOME; sourced by mvnw, blockquant and .ci/run (POSIX sh).
#
# The first folder that holds one wins: JAVA_HOME, JAVA_25_HOME, the usual folders of Linux, macOS,
# SDKMAN and IDEs, then the java on PATH. Prints what to do and answers 3 when there is none.

# A JDK, not a JRE (it has javac), that says in its release file that it is a 25.
is_jdk25() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] &&
    grep -q '^JAVA_VERSION="25[."+-]' "$1/release" 2>/dev/null
}

find_jdk25() {
  for jdk in "${JAVA_HOME-}" "${JAVA_25_HOME-}"; do
    if [ -n "$jdk" ] && is_jdk25 "$jdk"; then
      JAVA_HOME=$jdk
      export JAVA_HOME
      return 0
    fi
  done
  for jdk in /usr/lib/jvm/*25* /usr/lib64/jvm/*25* /opt/*jdk*25* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME-}"/.sdkman/candidates/java/25* "${HOME-}"/.jdks/*25*; do
    if is_jdk25 "$jdk"; then
      JAVA_HOME=$jdk
      export JAVA_HOME
      return 0
    fi
  done
  # java on PATH is often a link: ask it where it lives.
  if command -v java >/dev/null 2>&1; then
    jdk=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
    if is_jdk25 "$jdk"; then
      JAVA_HOME=$jdk
      export JAVA_HOME
      return 0
    fi
  fi
  cat >&2 <<END
error: Blockquant needs a JDK 25 and found none.
  looked at : JAVA_HOME (${JAVA_HOME:-not set}), JAVA_25_HOME (${JAVA_25_HOME:-not set}),
              /usr/lib/jvm, /Library/Java/JavaVirtualMachines, ~/.sdkman, ~/.jdks, java on PATH
  help: install one (https://adoptium.net, or 'sdk install java 25-tem') and set JAVA_HOME to it
END
  return 3
}
