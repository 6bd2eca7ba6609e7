package org.phasegrid.driver.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A standalone master and one worker of two cores, in JVMs of their own on the loopback. */
final class Standalone implements AutoCloseable {
  private static final long START_NANOS = 120_000_000_000L;

  private final Path home;
  private final Path work;
  private final int port;
  private final Jvm master;
  private Jvm worker;

  Standalone(Path home, Path work) throws IOException, InterruptedException {
    this.home = home;
    this.work = Files.createDirectories(work);
    this.port = free();
    this.master =
        daemon(
            "master",
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--webui-port",
            Integer.toString(free()));
    awaitMaster();
    this.worker = startWorker();
  }

  String url() {
    return "spark://127.0.0.1:" + port;
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private Jvm daemon(String name, String... arguments) throws IOException {
    List<String> command = new java.util.ArrayList<>();
    command.addAll(List.of("-Xmx256m", "-cp", home.resolve("conf") + ":" + home.resolve("jars/*")));
    command.addAll(List.of(arguments));
    return Jvm.java(home, work.resolve(name + ".log"), command);
  }

  private void awaitMaster() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
        return;
      } catch (IOException e) {
        if (!master.process().isAlive() || System.nanoTime() - begin > START_NANOS) {
          throw new IOException("no master: " + master.said(), e);
        }
      }
      Thread.sleep(200);
    }
  }

  private Jvm startWorker() throws IOException {
    return daemon(
        "worker",
        "org.apache.spark.deploy.worker.Worker",
        "--host",
        "127.0.0.1",
        "--cores",
        "2",
        "--memory",
        "2g",
        "--webui-port",
        Integer.toString(free()),
        "-d",
        work.resolve("applications").toString(),
        url());
  }

  /** The executors that run now. */
  List<ProcessHandle> executors() {
    return worker
        .process()
        .descendants()
        .filter(
            process ->
                process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
        .toList();
  }

  /** Ends the worker and its executors outright. */
  void killWorker() throws InterruptedException {
    worker.kill();
    worker.process().waitFor();
  }

  @Override
  public void close() {
    worker.kill();
    master.kill();
  }
}
