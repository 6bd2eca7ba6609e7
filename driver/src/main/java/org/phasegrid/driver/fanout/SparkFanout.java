package org.phasegrid.driver.fanout;

import java.io.Serializable;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
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
 * second attempt is split into single runs, a single run at its second attempt is suspected, and a
 * suspect is tried with nothing else running; the third attempt then is a row that says
 * quarantined. A session is started when there is work, not before.
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

  /** A cluster's cores are not known before its executors register: small chunks cost 2 %. */
  private static final int CLUSTER_CORES = 32;

  private static final long PATIENCE_MILLIS = 10_000;

  private final Optional<String> master;
  private final Map<String, String> settings;
  private @Nullable SparkContext context;

  /**
   * An engine on {@code master}; without one on spark-submit's, or else on all cores of this
   * machine.
   *
   * @param settings Spark's, which go before ours
   */
  public SparkFanout(Optional<String> master, Map<String, String> settings) {
    this.master = master;
    this.settings = new TreeMap<>(settings);
  }

  /** An engine on {@code master}. */
  public SparkFanout(String master) {
    this(Optional.of(master), Map.of());
  }

  private SparkConf conf() {
    SparkConf conf = new SparkConf();
    String url = withRetries(master.orElseGet(() -> conf.get("spark.master", "local[*]")));
    conf.setMaster(url);
    settings.forEach(conf::set);
    conf.setIfMissing("spark.app.name", "phasegrid");
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing("spark.task.maxFailures", Integer.toString(TASK_FAILURES));
    conf.setIfMissing("spark.executor.extraJavaOptions", EXECUTOR_OPTIONS);
    conf.set("spark.driver.maxResultSize", "0");
    if (url.startsWith("local")) {
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
      conf.setIfMissing("spark.driver.host", "localhost");
    }
    if (!isLocal(url)) {
      // Executors lost one after the other are ours to sort out, not a reason to give up.
      conf.setIfMissing("spark.deploy.maxExecutorRetries", "-1");
      conf.setIfMissing("spark.executor.maxNumFailures", Integer.toString(Integer.MAX_VALUE));
      ownJar().ifPresent(jar -> conf.setIfMissing("spark.jars", jar));
    }
    return conf;
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

  private static boolean isLocal(String url) {
    return url.startsWith("local[");
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
      started = new SparkContext(conf());
      context = started;
    }
    return started;
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
    return isLocal(context().master()) ? known : Math.max(known, CLUSTER_CORES);
  }

  /** How a chunk that comes again is taken. */
  private enum Again {
    /** It comes back undone. */
    GIVE_BACK,
    /** Nothing else ran when it died: it is tried twice, then quarantined. */
    QUARANTINE
  }

  /**
   * What a task hands back.
   *
   * @param result null for a chunk that is given back
   */
  private record Reply(@Nullable ChunkResult result) implements Serializable {}

  @Override
  public void run(Job job, Iterator<Chunk> work, Consumer<ChunkResult> done)
      throws InterruptedException {
    List<Chunk> chunks = new ArrayList<>();
    work.forEachRemaining(chunks::add);
    if (chunks.isEmpty()) {
      return;
    }
    Broadcast<Job> sent = context().broadcast(job, ClassTag$.MODULE$.apply(Job.class));
    try {
      List<Chunk> singles = new ArrayList<>();
      pass(sent, chunks, Again.GIVE_BACK, done).forEach(chunk -> singles.addAll(chunk.singles()));
      for (Chunk suspect : pass(sent, singles, Again.GIVE_BACK, done)) {
        pass(sent, List.of(suspect), Again.QUARANTINE, done);
      }
    } finally {
      if (!context().isStopped()) {
        sent.destroy();
      }
    }
  }

  /** What the job has to say: a reply to the chunk at a place, that it died, or its end. */
  private record Said(int place, Optional<Reply> reply, Optional<Throwable> died) {}

  /** One Spark job; returns the chunks that were given back. */
  private List<Chunk> pass(
      Broadcast<Job> job, List<Chunk> chunks, Again again, Consumer<ChunkResult> done)
      throws InterruptedException {
    List<Chunk> back = new ArrayList<>();
    if (chunks.isEmpty()) {
      return back;
    }
    BlockingQueue<Said> said = new LinkedBlockingQueue<>();
    Thread runner = new Thread(() -> submit(job, chunks, again, said), "phasegrid-spark-job");
    runner.setDaemon(true);
    runner.start();
    boolean ended = false;
    try {
      while (true) {
        Said next = said.take();
        if (next.died.isPresent()) {
          ended = true;
          throw new EngineLost("Spark gave up: " + next.died.get().getMessage(), next.died.get());
        }
        if (next.reply.isEmpty()) {
          ended = true;
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

  private void cancel(Thread runner) {
    boolean interrupted = Thread.interrupted();
    context().cancelAllJobs();
    try {
      runner.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void submit(
      Broadcast<Job> job, List<Chunk> chunks, Again again, BlockingQueue<Said> said) {
    try {
      ClassTag<Chunk> chunkTag = ClassTag$.MODULE$.apply(Chunk.class);
      ClassTag<Reply> replyTag = ClassTag$.MODULE$.apply(Reply.class);
      RDD<Chunk> rdd =
          context()
              .parallelize(CollectionConverters.asScala(chunks).toSeq(), chunks.size(), chunkTag);
      context().runJob(rdd, new Task(job, again), new Enqueue(said), replyTag);
      said.add(new Said(0, Optional.empty(), Optional.empty()));
    } catch (Throwable thrown) {
      // The caller throws it on.
      said.add(new Said(0, Optional.empty(), Optional.of(thrown)));
    }
  }

  /** One chunk on an executor. */
  private static final class Task
      extends AbstractFunction2<TaskContext, scala.collection.Iterator<Chunk>, Reply>
      implements Serializable {
    private static final long serialVersionUID = 1;
    private final Broadcast<Job> job;
    private final Again again;

    Task(Broadcast<Job> job, Again again) {
      this.job = job;
      this.again = again;
    }

    @Override
    public Reply apply(TaskContext context, scala.collection.Iterator<Chunk> partition) {
      Chunk chunk = partition.next();
      Job.Attempt attempt =
          new Job.Attempt(
              context.attemptNumber(),
              SparkEnv.get().executorId() + "/" + Thread.currentThread().getName());
      if (again == Again.GIVE_BACK && attempt.number() > 0) {
        return new Reply(null);
      }
      if (again == Again.QUARANTINE && attempt.number() > 1) {
        return new Reply(job.value().quarantine(chunk, attempt));
      }
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
