package org.phasegrid.driver.fanout;

import java.io.Serializable;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Tasks of one Spark job, one chunk each, costliest first; every result streams to the driver as it
 * ends.
 *
 * <p>No run's exception reaches Spark. What ends a JVM is found by elimination: a chunk at its
 * second attempt comes back and is split into single runs, a single run at its second attempt is
 * suspected, and a suspect is tried with nothing else running; the second JVM that it ends then
 * makes it a row that says quarantined. A session is started when there is work, not before.
 */
public final class SparkFanout implements Fanout {
  /** What executors need besides what Spark gives them. */
  private static final String EXECUTOR_OPTIONS =
      "-XX:+IgnoreUnrecognizedVMOptions --add-opens=java.base/java.nio=ALL-UNNAMED"
          + " --add-opens=java.base/sun.nio.ch=ALL-UNNAMED"
          + " --add-opens=java.base/java.lang=ALL-UNNAMED"
          + " --add-opens=java.base/java.util=ALL-UNNAMED"
          + " --add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED"
          + " --sun-misc-unsafe-memory-access=allow";

  private static final int TASK_FAILURES = 4;

  /** JVMs that a run may end while alone, and JVMs that may go away under it for any reason. */
  private static final int DEATHS = 2;

  private static final int LOSSES = 4;

  /** A cluster's cores are not known before its executors register: small chunks cost 2 %. */
  private static final int CLUSTER_CORES = 32;

  private static final long PATIENCE_MILLIS = 10_000;

  /** How long work may wait while not one executor is there; queues can be long. */
  static final String PATIENCE_SETTING = "spark.phasegrid.patience";

  private final Optional<String> master;
  private final Map<String, String> settings;
  private final Losses losses = new Losses();
  private @Nullable SparkContext context;

  /**
   * An engine on {@code master}; without one on spark-submit's, or else on all cores of this
   * machine.
   *
   * @param settings Spark's, which go before ours
   * @throws IllegalArgumentException when no such master is known
   */
  public SparkFanout(Optional<String> master, Map<String, String> settings) {
    this.master = master;
    this.settings = new TreeMap<>(settings);
    Masters.requireKnown(url(new SparkConf()));
  }

  /** An engine on {@code master}. */
  public SparkFanout(String master) {
    this(Optional.of(master), Map.of());
  }

  private String url(SparkConf conf) {
    return master.orElseGet(() -> conf.get("spark.master", "local[*]"));
  }

  SparkConf conf() {
    SparkConf conf = new SparkConf();
    String url = withRetries(url(conf));
    conf.setMaster(url);
    settings.forEach(conf::set);
    conf.setIfMissing("spark.app.name", "phasegrid");
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing("spark.task.maxFailures", Integer.toString(TASK_FAILURES));
    conf.set(
        "spark.executor.extraJavaOptions",
        (EXECUTOR_OPTIONS + " " + conf.get("spark.executor.extraJavaOptions", "")).strip());
    conf.set("spark.driver.maxResultSize", "0");
    // A second attempt means that the first died: a speculative one would give its chunk back.
    conf.set("spark.speculation", "false");
    if (url.startsWith("local")) {
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
      conf.setIfMissing("spark.driver.host", "localhost");
    }
    if (!Masters.isLocal(url)) {
      // Executors lost one after the other are ours to sort out, not a reason to give up. The first
      // of these counts where the master is in this JVM; others have it in their own conf.
      conf.setIfMissing("spark.deploy.maxExecutorRetries", "-1");
      conf.setIfMissing("spark.executor.maxNumFailures", Integer.toString(Integer.MAX_VALUE));
      Masters.megabytes(url)
          .ifPresent(megabytes -> conf.setIfMissing("spark.executor.memory", megabytes + "m"));
      // Without it a worker that was started from bare jars starts no executor.
      conf.setIfMissing("spark.executorEnv.SPARK_SCALA_VERSION", scalaVersion());
      ownJar().ifPresent(jar -> conf.setIfMissing("spark.jars", jar));
    }
    return conf;
  }

  private static String scalaVersion() {
    String version = scala.util.Properties$.MODULE$.versionNumberString();
    return version.substring(0, version.lastIndexOf('.'));
  }

  /** {@code local[N]} gives up at the first failed task; {@code local[N,4]} at the fourth. */
  static String withRetries(String url) {
    if (url.equals("local")) {
      return "local[1," + TASK_FAILURES + "]";
    }
    return url.matches("local\\[[^,\\]]+\\]")
        ? url.substring(0, url.length() - 1) + "," + TASK_FAILURES + "]"
        : url;
  }

  private static Optional<String> ownJar() {
    CodeSource source = SparkFanout.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return Optional.empty();
    }
    try {
      Path jar = Path.of(source.getLocation().toURI());
      return Files.isRegularFile(jar) ? Optional.of(jar.toString()) : Optional.empty();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private SparkContext context() {
    SparkContext started = context;
    if (started == null) {
      SparkConf conf = conf();
      String url = conf.get("spark.master");
      if (url.startsWith("local-cluster") && System.getenv("SPARK_HOME") == null) {
        throw new IllegalArgumentException(
            url + " starts executors from SPARK_HOME, which is not set: use deploy/submit.sh");
      }
      Masters.requireAnswer(url);
      started = start(conf);
      started.addSparkListener(losses);
      context = started;
    }
    return started;
  }

  private static SparkContext start(SparkConf conf) {
    String url = conf.get("spark.master");
    try {
      SparkContext started = new SparkContext(conf);
      if (started.isStopped()) {
        throw new IllegalStateException("its master sent it away");
      }
      return started;
    } catch (Exception e) {
      // Scala declares nothing: an InterruptedException may be among them.
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new EngineLost(
          "Spark could not start on " + url + ": " + EngineLost.firstLine(String.valueOf(e)), e);
    }
  }

  @Override
  public String describe() {
    return "spark "
        + org.apache.spark.package$.MODULE$.SPARK_VERSION()
        + ", "
        + conf().get("spark.master");
  }

  @Override
  public int cores() {
    int known = context().defaultParallelism();
    return Masters.isLocal(context().master()) ? known : Math.max(known, CLUSTER_CORES);
  }

  @Override
  public Optional<Heap> heap() {
    SparkConf conf = conf();
    String url = conf.get("spark.master");
    if (Masters.isLocal(url)) {
      return Optional.of(Heap.here(Masters.threads(url), "--master local[%d]"));
    }
    int cores = Masters.coresOfWorker(url).orElseGet(() -> conf.getInt("spark.executor.cores", 1));
    return Optional.of(
        new Heap(
            conf.getSizeAsBytes("spark.executor.memory", "1g"),
            Math.max(1, cores / conf.getInt("spark.task.cpus", 1)),
            "an executor",
            Optional.of("--conf spark.executor.cores=%d"),
            Masters.megabytes(url).isPresent()
                ? "local-cluster[WORKERS,CORES,%d]"
                : "--conf spark.executor.memory=%dm"));
  }

  /**
   * What a task hands back.
   *
   * @param result null for a chunk that is given back
   */
  private record Reply(@Nullable ChunkResult result) implements Serializable {}

  @Override
  public void run(Job job, Iterator<Chunk> work, Consumer<Chunk> begun, Consumer<ChunkResult> done)
      throws InterruptedException {
    List<Chunk> chunks = new ArrayList<>();
    work.forEachRemaining(chunks::add);
    if (chunks.isEmpty()) {
      return;
    }
    SparkContext spark = context();
    Broadcast<Job> sent;
    try {
      sent = spark.broadcast(job, ClassTag$.MODULE$.apply(Job.class));
    } catch (IllegalStateException e) {
      throw lost(e);
    }
    try {
      List<Chunk> singles = new ArrayList<>();
      losses.watch(chunks, begun);
      pass(sent, chunks, done).forEach(chunk -> singles.addAll(chunk.singles()));
      losses.watch(List.of(), begun);
      for (Chunk suspect : pass(sent, singles, done)) {
        alone(job, sent, suspect, done);
      }
    } finally {
      if (!spark.isStopped()) {
        sent.destroy();
      }
    }
  }

  /** Tries a single run with nothing else running until it is done or has ended two JVMs. */
  private void alone(Job job, Broadcast<Job> sent, Chunk suspect, Consumer<ChunkResult> done)
      throws InterruptedException {
    List<Losses.Loss> lost = new ArrayList<>();
    losses();
    while (!pass(sent, List.of(suspect), done).isEmpty()) {
      lost.addAll(losses());
      long blamed = lost.stream().filter(Losses.Loss::blamed).count();
      if (blamed >= DEATHS || lost.size() >= LOSSES) {
        Losses.Loss last = lost.get(lost.size() - 1);
        done.accept(
            job.quarantine(
                suspect,
                last.host(),
                new Job.Attempt(lost.size(), last.executor()),
                "the run was alone in its JVM when that ended, "
                    + lost.size()
                    + " times: "
                    + String.join("; ", new LinkedHashSet<>(reasons(lost)))));
        return;
      }
      if (lost.isEmpty()) {
        throw new EngineLost("Spark tries a run over and over and does not say why");
      }
    }
  }

  private static List<String> reasons(List<Losses.Loss> lost) {
    return lost.stream().map(Losses.Loss::reason).toList();
  }

  /** What was lost since this was last asked; Spark's events come a little late. */
  private List<Losses.Loss> losses() {
    try {
      context().listenerBus().waitUntilEmpty(PATIENCE_MILLIS);
    } catch (TimeoutException e) {
      throw new EngineLost("Spark's events do not come through", e);
    }
    return losses.take();
  }

  /** What the job has to say: a reply to the chunk at a place, that it died, or its end. */
  private record Said(int place, Optional<Reply> reply, Optional<Throwable> died) {}

  /** One Spark job; returns the chunks that were given back. */
  private List<Chunk> pass(Broadcast<Job> job, List<Chunk> chunks, Consumer<ChunkResult> done)
      throws InterruptedException {
    List<Chunk> back = new ArrayList<>();
    if (chunks.isEmpty()) {
      return back;
    }
    BlockingQueue<Said> said = new LinkedBlockingQueue<>();
    Thread runner = new Thread(() -> submit(job, chunks, said), "phasegrid-spark-job");
    runner.setDaemon(true);
    runner.start();
    boolean ended = false;
    Watch watch = new Watch(context());
    try {
      while (true) {
        Said next = said.poll(1, TimeUnit.SECONDS);
        if (next == null) {
          watch.look();
          continue;
        }
        if (next.died.isPresent()) {
          ended = true;
          throw lost(next.died.get());
        }
        if (next.reply.isEmpty()) {
          ended = true;
          requireSense(chunks, back);
          return back;
        }
        ChunkResult result = next.reply.get().result;
        if (result == null) {
          back.add(chunks.get(next.place));
        } else {
          done.accept(result);
        }
      }
    } finally {
      if (!ended) {
        cancel(runner);
      }
    }
  }

  /** Where nothing was done and tasks threw, splitting leads nowhere. */
  private void requireSense(List<Chunk> chunks, List<Chunk> back) {
    Optional<String> thrown = losses.thrown();
    if (back.size() == chunks.size() && thrown.isPresent()) {
      throw new EngineLost("executors cannot begin on the sweep: " + thrown.get());
    }
  }

  private EngineLost lost(Throwable thrown) {
    String reason = EngineLost.firstLine(String.valueOf(thrown.getMessage()));
    return new EngineLost(
        "Spark gave up: " + reason + "; what was done is kept, the same command goes on from there",
        thrown);
  }

  /** Gives up on a cluster without executors. */
  private static final class Watch {
    private final SparkContext spark;
    private final long patienceSeconds;
    private long company = System.nanoTime();

    Watch(SparkContext spark) {
      this.spark = spark;
      this.patienceSeconds = spark.conf().getTimeAsSeconds(PATIENCE_SETTING, "10min");
    }

    void look() {
      // The driver is among them, and alone with its threads in local[N].
      if (Masters.isLocal(spark.master())
          || spark.isStopped()
          || spark.getExecutorMemoryStatus().size() > 1) {
        company = System.nanoTime();
        return;
      }
      if (System.nanoTime() - company > patienceSeconds * 1_000_000_000L) {
        throw new EngineLost(
            "no executor has been there for "
                + patienceSeconds
                + " s at "
                + spark.master()
                + ": has a worker "
                + spark.conf().get("spark.executor.cores", "1")
                + " cores and "
                + spark.conf().get("spark.executor.memory", "1g")
                + " free, and can it reach this machine? ("
                + PATIENCE_SETTING
                + " sets the time; the same command goes on from what is kept)");
      }
    }
  }

  private void cancel(Thread runner) {
    boolean interrupted = Thread.interrupted();
    SparkContext spark = context();
    try {
      if (!spark.isStopped()) {
        spark.cancelAllJobs();
      }
      runner.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void submit(Broadcast<Job> job, List<Chunk> chunks, BlockingQueue<Said> said) {
    try {
      ClassTag<Chunk> chunkTag = ClassTag$.MODULE$.apply(Chunk.class);
      ClassTag<Reply> replyTag = ClassTag$.MODULE$.apply(Reply.class);
      RDD<Chunk> rdd =
          context()
              .parallelize(CollectionConverters.asScala(chunks).toSeq(), chunks.size(), chunkTag);
      context().runJob(rdd, new Task(job), new Enqueue(said), replyTag);
      said.add(new Said(0, Optional.empty(), Optional.empty()));
    } catch (Throwable thrown) {
      // The caller throws it on.
      said.add(new Said(0, Optional.empty(), Optional.of(thrown)));
    }
  }

  /** One chunk on an executor; one that comes again goes back undone. */
  private static final class Task
      extends AbstractFunction2<TaskContext, scala.collection.Iterator<Chunk>, Reply>
      implements Serializable {
    private static final long serialVersionUID = 1;
    private final Broadcast<Job> job;

    Task(Broadcast<Job> job) {
      this.job = job;
    }

    @Override
    public Reply apply(TaskContext context, scala.collection.Iterator<Chunk> partition) {
      Chunk chunk = partition.next();
      if (context.attemptNumber() > 0) {
        return new Reply(null);
      }
      Job.Attempt attempt =
          new Job.Attempt(
              context.attemptNumber(),
              SparkEnv.get().executorId() + "/" + Thread.currentThread().getName());
      return new Reply(job.value().execute(chunk, attempt, context::isInterrupted));
    }
  }

  /** Runs on Spark's event loop, so it does nothing but enqueue. */
  private static final class Enqueue extends AbstractFunction2<Object, Reply, BoxedUnit> {
    private final BlockingQueue<Said> said;

    Enqueue(BlockingQueue<Said> said) {
      this.said = said;
    }

    @Override
    public BoxedUnit apply(Object place, Reply reply) {
      said.add(new Said((Integer) place, Optional.of(reply), Optional.empty()));
      return BoxedUnit.UNIT;
    }
  }

  @Override
  public void close() {
    SparkContext started = context;
    if (started != null) {
      started.stop();
      context = null;
    }
  }
}
