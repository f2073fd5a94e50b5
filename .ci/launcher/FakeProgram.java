import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Stands in for the command-line programs in the launcher's tests: tells what it was given, or behaves as its first argument says. */
final class FakeProgram {

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 3 && arguments[0].equals("mq") && arguments[1].equals("--address")) {
            int port = Integer.parseInt(arguments[2].replaceFirst(".*:", ""));
            DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            new CountDownLatch(1).await();
        }
        if (arguments.length > 1 && arguments[0].equals("module-server") && arguments[1].equals("demo-external")) {
            int port = Integer.parseInt(arguments[arguments.length - 1].replaceFirst(".*:", ""));
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
            new CountDownLatch(1).await();
        }
        if (arguments.length > 4 && arguments[0].equals("fleet") && arguments[3].equals("--broker")) {
            new CountDownLatch(1).await();
        }
        for (String argument : arguments) {
            System.out.println("[" + argument + "]");
        }
        System.out.println("in " + Path.of("").toAbsolutePath());
        switch (arguments.length > 1 ? arguments[1] : "") {
            case "fail" -> System.exit(7);
            case "read" -> System.in.transferTo(System.out);
            case "wait" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("program ends")));
                System.out.println("program waits");
                new CountDownLatch(1).await();
            }
            default -> {}
        }
    }
}
