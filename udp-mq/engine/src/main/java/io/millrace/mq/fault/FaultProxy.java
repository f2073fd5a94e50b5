package io.millrace.mq.fault;

import io.millrace.core.failure.FatalException;
import io.millrace.core.time.Ticker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;

/**
 * A man in the middle in front of a UDP node: clients send to its address, and it passes their datagrams to the target
 * and the answers back, with faults in both directions. Each client has a socket of its own towards the target, so the
 * target tells them apart.
 *
 * <p><b>Threading:</b> thread-safe; one daemon thread named {@code fault-proxy-PORT} does the work.
 */
public final class FaultProxy implements AutoCloseable {

    private final FaultLoop loop;
    private final Thread thread;
    private final InetSocketAddress address;

    private FaultProxy(FaultLoop loop, Thread thread, InetSocketAddress address) {
        this.loop = loop;
        this.thread = thread;
        this.address = address;
    }

    /**
     * Begins to pass datagrams.
     *
     * @param listen where clients send to; port 0 takes a free one
     * @param target the node behind
     * @throws FatalException when an address does not resolve or the port is taken
     */
    public static FaultProxy start(InetSocketAddress listen, InetSocketAddress target, FaultSettings settings) {
        requireResolved(listen);
        requireResolved(target);
        try {
            DatagramChannel front = DatagramChannel.open();
            try {
                front.bind(listen);
                InetSocketAddress bound = (InetSocketAddress) front.getLocalAddress();
                FaultLoop loop = new FaultLoop(front, target, settings, Ticker.SYSTEM);
                Thread thread = Thread.ofPlatform()
                        .daemon()
                        .name("fault-proxy-" + bound.getPort())
                        .start(loop);
                return new FaultProxy(loop, thread, bound);
            } catch (IOException | RuntimeException e) {
                front.close();
                throw e;
            }
        } catch (IOException e) {
            throw new FatalException("cannot bind " + listen + ": " + e.getMessage(), e);
        }
    }

    private static void requireResolved(InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new FatalException("cannot resolve host '" + address.getHostString() + "'");
        }
    }

    /** Where clients send to. */
    public InetSocketAddress address() {
        return address;
    }

    /** What was done so far with datagrams to the target. */
    public FaultCounts toTarget() {
        return loop.toTarget().counts();
    }

    /** What was done so far with answers. */
    public FaultCounts toClient() {
        return loop.toClient().counts();
    }

    /** Stops; datagrams that are held are gone. Idempotent. */
    @Override
    public void close() {
        loop.stop();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
