package io.millrace.connector.mqtt;

import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One connection to a broker, from the connect to the disconnect; a new one is made for each attempt.
 *
 * <p><b>Threading:</b> thread-safe; it has an event loop of its own, so that a reader that is held up holds up nobody
 * else.
 */
final class MqttLink implements AutoCloseable {

    private final MqttConnection to;
    private final NioEventLoopGroup group;
    private final MqttHandler handler;
    private final Channel channel;
    private final boolean sessionPresent;
    private final int window;

    private MqttLink(
            MqttConnection to,
            NioEventLoopGroup group,
            MqttHandler handler,
            Channel channel,
            MqttConnAckVariableHeader accepted) {
        this.to = to;
        this.group = group;
        this.handler = handler;
        this.channel = channel;
        this.sessionPresent = accepted.isSessionPresent();
        this.window = MqttPackets.number(accepted.properties(), MqttPropertyType.RECEIVE_MAXIMUM, 65_535);
    }

    /**
     * Connects and waits for the broker's answer.
     *
     * @throws StreamException when nobody answers, or the answer is a refusal
     */
    static MqttLink connect(MqttConnection to, MqttTerms terms, MqttReceiver receiver) {
        NioEventLoopGroup group = new NioEventLoopGroup(1, new DefaultThreadFactory("mqtt-" + to.clientId(), true));
        MqttHandler handler = new MqttHandler(to, receiver);
        try {
            Channel channel = open(to, group, handler);
            ChannelFuture _ = channel.writeAndFlush(MqttPackets.connect(to, terms));
            MqttConnAckVariableHeader answer = await(to, "an answer to the connect", handler.accepted());
            if (answer.connectReturnCode() != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
                throw MqttFailures.refused(to, answer.connectReturnCode());
            }
            return new MqttLink(to, group, handler, channel, answer);
        } catch (RuntimeException e) {
            handler.silence();
            shutdown(group);
            throw e;
        }
    }

    private static Channel open(MqttConnection to, NioEventLoopGroup group, MqttHandler handler) {
        CompletableFuture<Channel> connected = new CompletableFuture<>();
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(to.timeout().toMillis()))
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        fill(to, handler, channel.pipeline(), channel);
                    }
                });
        bootstrap.connect(to.server().getHost(), to.port()).addListener(done -> {
            if (done.isSuccess()) {
                connected.complete(((ChannelFuture) done).channel());
            } else {
                connected.completeExceptionally(done.cause());
            }
        });
        Channel channel = await(to, "a connection", connected);
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            CompletableFuture<Channel> shaken = new CompletableFuture<>();
            tls.handshakeFuture().addListener(done -> {
                if (done.isSuccess()) {
                    shaken.complete(channel);
                } else {
                    shaken.completeExceptionally(done.cause());
                }
            });
            await(to, "a secure connection", shaken);
        }
        return channel;
    }

    private static void fill(MqttConnection to, MqttHandler handler, ChannelPipeline pipeline, Channel channel) {
        if (to.secure()) {
            pipeline.addLast(MqttPackets.tls(to, channel.alloc()));
        }
        long seconds = to.keepAlive().toSeconds();
        pipeline.addLast("idle", new IdleStateHandler(seconds, seconds, 0, TimeUnit.SECONDS));
        pipeline.addLast(new MqttDecoder(to.maxMessageBytes(), 65_535));
        pipeline.addLast(MqttEncoder.INSTANCE);
        pipeline.addLast(handler);
    }

    /** Waits for an answer; an interrupt ends the wait and stays set. */
    private static <T> T await(MqttConnection to, String what, CompletableFuture<T> answer) {
        String doing = "cannot connect to MQTT broker " + to.address();
        try {
            return answer.get(to.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException(doing + ": interrupted while waiting for " + what, e);
        } catch (TimeoutException e) {
            throw new TransientException(
                    doing + ": no sign of " + what + " within " + to.timeout().toMillis() + " ms", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw cause instanceof StreamException known ? known : MqttFailures.network(doing, cause);
        }
    }

    /** Whether the connection still stands, as far as is known. */
    boolean alive() {
        return channel.isActive();
    }

    /** Whether the broker had kept the session of this client. */
    boolean sessionPresent() {
        return sessionPresent;
    }

    /** How many messages of quality 1 the broker takes before it has confirmed the first. */
    int window() {
        return window;
    }

    /** From here the receiver gets what comes. */
    void start() {
        execute(() -> handler.start(channel));
    }

    /**
     * Subscribes and waits for the answer; not when messages of a session that was kept hold up what comes behind them.
     * A refusal that comes later ends the connection.
     *
     * @throws StreamException when the answer does not come, or refuses a filter
     */
    void subscribe(List<String> filters, MqttQuality quality) {
        MqttMessageBuilders.SubscribeBuilder builder =
                MqttMessageBuilders.subscribe().messageId(1);
        MqttSubscriptionOption option = new MqttSubscriptionOption(
                quality.wire(), false, false, RetainedHandlingPolicy.SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS);
        filters.forEach(filter -> builder.addSubscription(filter, option));
        handler.subscribing(filters);
        ChannelFuture _ = channel.writeAndFlush(builder.build());
        await(to, "an answer to the subscription", handler.subscribed());
    }

    /** Runs on the connection's own thread, after what was given before; quietly not at all when it is over. */
    private void execute(Runnable task) {
        EventLoop loop = channel.eventLoop();
        if (!loop.isShuttingDown()) {
            loop.execute(task);
        }
    }

    /** Allocates a buffer for {@link #send}. */
    ByteBuf buffer(int bytes) {
        return channel.alloc().buffer(bytes);
    }

    /** Sends what is encoded already. */
    void send(ByteBuf packets) {
        ChannelFuture _ = channel.writeAndFlush(packets, channel.voidPromise());
    }

    /** Sends a burst of messages, and completes when they are sent or, of quality 1, confirmed. */
    CompletableFuture<Void> publish(MqttBurst burst) {
        handler.publish(channel, burst);
        return burst.done();
    }

    /** Goes on with a message that was not taken; does nothing when none was. */
    void resume() {
        if (handler.paused()) {
            execute(() -> handler.resume(channel));
        }
    }

    /**
     * Says goodbye and ends the connection; what was received is not confirmed by that. Waits up to a second for the
     * broker to hang up: then it has read all confirmations, and gives none of those messages to the next connection.
     * Idempotent.
     */
    @Override
    public void close() {
        handler.silence();
        if (!group.isShuttingDown()) {
            // nobody takes what is held up, and behind it comes the end
            execute(() -> handler.resume(channel));
            if (channel.isActive()) {
                ChannelFuture _ = channel.writeAndFlush(MqttPackets.disconnect(to));
                channel.closeFuture().awaitUninterruptibly(1, TimeUnit.SECONDS);
            }
            channel.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        }
        shutdown(group);
    }

    private static void shutdown(NioEventLoopGroup group) {
        Future<?> _ = group.shutdownGracefully(0, 500, TimeUnit.MILLISECONDS);
    }
}
