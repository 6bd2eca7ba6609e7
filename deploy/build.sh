# Sourced by phasegrid and submit.sh: finds java, builds when the jar is missing or older than the sources.
# Sets root, jar, java, options (of a JVM that trains) and SPARK_HOME.

root=$(dirname "$here")
jar=$here/target/phasegrid-0.1.0.jar

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
if ! command -v "$java" >/dev/null; then
  echo "phasegrid: no java found; install a JDK 17 or newer, or set JAVA_HOME" >&2
  exit 2
fi

stale() {
  [ ! -f "$jar" ] || [ ! -d "$here/target/lib" ] && return 0
  [ -n "$(find "$root/pom.xml" "$root"/{worker,sweeps,driver,deploy}/pom.xml \
      "$root"/{worker,sweeps,driver}/src/main "$root/sweeps/catalogue" -newer "$jar" -print -quit 2>/dev/null)" ]
}

if [ -f "$root/pom.xml" ] && stale; then
  if ! command -v mvn >/dev/null; then
    echo "phasegrid: no mvn found; install Maven 3.8 or newer to build once" >&2
    exit 2
  fi
  echo "phasegrid: building (once) ..." >&2
  log=$here/target/build.log
  mkdir -p "$here/target"
  if ! (cd "$root" && mvn -B -ntp -DskipTests -Dspotless.check.skip=true package) >"$log" 2>&1; then
    grep -E '^\[ERROR\]' "$log" | head -20 >&2 || true
    echo "phasegrid: the build failed; its output is in $log" >&2
    exit 2
  fi
fi

options=(-XX:+IgnoreUnrecognizedVMOptions --add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED
  --sun-misc-unsafe-memory-access=allow -Djava.awt.headless=true)

# Where local-cluster and workers of this machine find Spark's jars, unless there is a distribution.
if [ -z "${SPARK_HOME:-}" ]; then
  export SPARK_HOME=$here/target/spark SPARK_SCALA_VERSION=2.13
  mkdir -p "$SPARK_HOME"
  [ -e "$SPARK_HOME/jars" ] || ln -sfn ../lib "$SPARK_HOME/jars"
  [ -e "$SPARK_HOME/conf" ] || ln -sfn ../../conf "$SPARK_HOME/conf"
fi
