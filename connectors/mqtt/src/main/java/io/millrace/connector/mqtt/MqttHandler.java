package io.millrace.connector.mqtt;

import io.millrace.core.failure.StreamException;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of one connection: answers, messages in and out, pings.
 *
 * <p><b>Threading:</b> everything on the event loop, except for what is said to be thread-safe.
 */
final class MqttHandler extends ChannelInboundHandlerAdapter {

    private final MqttConnection to;
    private final MqttReceiver receiver;
    private final CompletableFuture<MqttConnAckVariableHeader> accepted = new CompletableFuture<>();
    private final CompletableFuture<Boolean> subscribed = new CompletableFuture<>();
    // decoded but not taken; at most what one read of the socket brought
    private final ArrayDeque<MqttPublishMessage> held = new ArrayDeque<>();
    private final Map<Integer, String> unconfirmed = new HashMap<>();
    private @Nullable MqttBurst burst;
    private @Nullable StreamException refusal;
    private int lastPacketId;
    private boolean pinged;
    private boolean over;
    private boolean started;
    private volatile List<String> filters = List.of();
    private volatile boolean paused;
    private volatile boolean silent;

    MqttHandler(MqttConnection to, MqttReceiver receiver) {
        this.to = to;
        this.receiver = receiver;
    }

    /** The broker's answer to the connect; thread-safe. */
    CompletableFuture<MqttConnAckVariableHeader> accepted() {
        return accepted;
    }

    /**
     * The broker's answer to the subscription: true when it was accepted, false when it has not come because messages
     * before it are held up. Thread-safe.
     */
    CompletableFuture<Boolean> subscribed() {
        return subscribed;
    }

    /** What the next subscription will ask for; thread-safe. */
    void subscribing(List<String> toFilters) {
        filters = toFilters;
    }

    /** Whether a message waits to be taken; thread-safe. */
    boolean paused() {
        return paused;
    }

    /** From now on nothing is told to the receiver; thread-safe. */
    void silence() {
        silent = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        pinged = false;
        if (!(read instanceof MqttMessage message)) {
            ReferenceCountUtil.release(read);
            return;
        }
        if (message.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            end(
                    ctx.channel(),
                    "cannot read what it sends: " + message.decoderResult().cause());
            return;
        }
        switch (message.fixedHeader().messageType()) {
            case PUBLISH -> take(ctx.channel(), (MqttPublishMessage) message);
            case CONNACK -> accept(ctx, (MqttConnAckMessage) message);
            case SUBACK -> subscribed(ctx.channel(), (MqttSubAckMessage) message);
            case PUBACK -> confirmed(message);
            case DISCONNECT -> end(ctx.channel(), "the broker says " + reason(message));
            default -> {}
        }
    }

    private void accept(ChannelHandlerContext ctx, MqttConnAckMessage message) {
        accepted.complete(message.variableHeader());
        int seconds = MqttPackets.number(message.variableHeader().properties(), MqttPropertyType.SERVER_KEEP_ALIVE, 0);
        if (seconds > 0 && seconds < to.keepAlive().toSeconds()) {
            ctx.pipeline().replace("idle", "idle", new IdleStateHandler(seconds, seconds, 0, TimeUnit.SECONDS));
        }
    }

    private void subscribed(Channel channel, MqttSubAckMessage message) {
        List<Integer> codes = message.payload().reasonCodes();
        for (int i = 0; i < Math.min(codes.size(), filters.size()); i++) {
            if (codes.get(i) >= 0x80) {
                end(channel, MqttFailures.unsubscribed(to, filters.get(i), codes.get(i)));
            }
        }
        subscribed.complete(true);
    }

    private static String reason(MqttMessage message) {
        return message.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
                ? switch (header.reasonCode() & 0xff) {
                    case 0x8b -> "that it shuts down";
                    case 0x8d -> "that we were silent for too long";
                    case 0x8e -> "that another client came with the same id";
                    case 0x93 -> "that too many messages were unconfirmed";
                    default -> "goodbye, reason code 0x" + Integer.toHexString(header.reasonCode() & 0xff);
                }
                : "goodbye";
    }

    private void take(Channel channel, MqttPublishMessage message) {
        if (silent || (held.isEmpty() && receiver.received(message))) {
            message.release();
        } else {
            held.add(message);
            if (!paused) {
                resume(channel);
            }
        }
    }

    /** From here on the receiver takes messages. */
    void start(Channel channel) {
        started = true;
        resume(channel);
    }

    /** Gives again what was not taken, then reads on. */
    void resume(Channel channel) {
        while (!held.isEmpty()) {
            MqttPublishMessage next = held.getFirst();
            if (!silent && !receiver.received(next)) {
                boolean seen = paused;
                holdUp(channel);
                if (seen) {
                    return;
                }
                // once more: who made room before the pause could be seen has not asked to resume
                continue;
            }
            held.removeFirst();
            next.release();
        }
        paused = false;
        channel.config().setAutoRead(true);
    }

    private void holdUp(Channel channel) {
        paused = true;
        channel.config().setAutoRead(false);
        if (started) {
            subscribed.complete(false);
        }
    }

    /** Sends a burst; the one before must be done. Thread-safe. */
    void publish(Channel channel, MqttBurst next) {
        if (channel.eventLoop().isShuttingDown()) {
            next.fail(MqttFailures.lost(to, "it was closed"));
        } else {
            channel.eventLoop().execute(() -> send(channel, next));
        }
    }

    private void send(Channel channel, MqttBurst next) {
        if (over || !channel.isActive()) {
            next.fail(MqttFailures.lost(to, "it was closed"));
            return;
        }
        burst = next;
        refusal = null;
        for (MqttBurst.Message message : next.messages()) {
            ChannelFuture _ = channel.write(packet(message, next), channel.voidPromise());
        }
        if (next.quality() == MqttQuality.AT_MOST_ONCE) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> {
                if (sent.isSuccess()) {
                    next.done().complete(null);
                } else {
                    next.fail(MqttFailures.network("cannot write to MQTT broker " + to.address(), sent.cause()));
                }
            });
        } else {
            channel.flush();
        }
    }

    private MqttPublishMessage packet(MqttBurst.Message message, MqttBurst of) {
        int id = 0;
        if (of.quality() == MqttQuality.AT_LEAST_ONCE) {
            lastPacketId = lastPacketId % 65_535 + 1;
            id = lastPacketId;
            unconfirmed.put(id, message.topic());
        }
        return new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, false, of.quality().wire(), of.retained(), 0),
                new MqttPublishVariableHeader(message.topic(), id),
                Unpooled.wrappedBuffer(message.payload()));
    }

    private void confirmed(MqttMessage message) {
        MqttMessageIdVariableHeader header = (MqttMessageIdVariableHeader) message.variableHeader();
        String topic = unconfirmed.remove(header.messageId());
        MqttBurst current = burst;
        if (topic == null || current == null) {
            return;
        }
        if (header instanceof MqttPubReplyMessageVariableHeader reply && (reply.reasonCode() & 0xff) >= 0x80) {
            refusal = refusal == null ? MqttFailures.unpublished(topic, reply.reasonCode() & 0xff) : refusal;
        }
        if (!unconfirmed.isEmpty()) {
            return;
        }
        if (refusal == null) {
            current.done().complete(null);
        } else {
            current.fail(refusal);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof IdleStateEvent idle)) {
            ctx.fireUserEventTriggered(event);
            return;
        }
        switch (idle.state()) {
            case READER_IDLE -> {
                // while reading is held up, an answer would not be seen
                if (pinged && ctx.channel().config().isAutoRead()) {
                    end(ctx.channel(), "no answer to a ping");
                    return;
                }
                pinged = true;
                ChannelFuture _ = ctx.writeAndFlush(MqttPackets.ping());
            }
            case WRITER_IDLE, ALL_IDLE -> {
                ChannelFuture _ = ctx.writeAndFlush(MqttPackets.ping());
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(ctx.channel(), MqttFailures.network("connection to MQTT broker " + to.address() + " lost", cause));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(ctx.channel(), "the broker closed it");
    }

    private void end(Channel channel, String why) {
        end(channel, MqttFailures.lost(to, why));
    }

    private void end(Channel channel, StreamException cause) {
        if (over) {
            return;
        }
        over = true;
        held.forEach(ReferenceCountUtil::release);
        held.clear();
        accepted.completeExceptionally(cause);
        subscribed.completeExceptionally(cause);
        if (burst != null) {
            burst.fail(cause);
        }
        ChannelFuture _ = channel.close();
        if (!silent) {
            receiver.lost(cause);
        }
    }
}
