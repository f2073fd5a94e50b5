package io.millrace.benchmark;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Sends every datagram back: the baselines of the queue, in Java without more than it takes. */
final class EchoServer {

    private static final int BUFFER = 4 << 20;

    private EchoServer() {}

    /** Usage: {@code EchoServer jdk|netty PORT}. */
    public static void main(String[] args) throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]));
        if (args[0].equals("jdk")) {
            jdk(address);
        } else {
            netty(address);
        }
    }

    /** Receive, send, on one thread and one direct buffer. */
    private static void jdk(InetSocketAddress address) throws IOException {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER);
            channel.bind(address);
            System.out.println("ready");
            ByteBuffer buffer = ByteBuffer.allocateDirect(65_536);
            while (true) {
                buffer.clear();
                SocketAddress peer = channel.receive(buffer);
                buffer.flip();
                channel.send(buffer, peer);
            }
        }
    }

    /** Native epoll: recvmmsg for up to 32 datagrams, sendmmsg at the end of each read. */
    private static void netty(InetSocketAddress address) throws InterruptedException {
        EventLoopGroup group = new EpollEventLoopGroup(1);
        new Bootstrap()
                .group(group)
                .channel(EpollDatagramChannel.class)
                .option(ChannelOption.SO_RCVBUF, BUFFER)
                .option(ChannelOption.SO_SNDBUF, BUFFER)
                .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, 2_048)
                .option(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(32 * 2_048))
                .handler(new Echo())
                .bind(address)
                .sync();
        System.out.println("ready");
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            var _ = context.write(new DatagramPacket(packet.content(), packet.sender()), context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }
}
