package io.millrace.mq.node;

/**
 * What a node has seen, at one moment. All counters only grow.
 *
 * @param datagramsIn datagrams received
 * @param datagramsOut replies sent
 * @param bytesIn bytes received
 * @param bytesOut bytes sent
 * @param malformed datagrams that were neither a frame nor an extended request
 * @param unknownVerbs frames whose verb is none
 * @param withheld replies not sent, because they were larger than a request from an address that may be forged
 * @param repeated requests that came again and were answered from memory
 * @param sendFailures replies that the kernel did not take
 * @param sessions clients of the extended protocol that are remembered
 * @param kernelDrops datagrams that the kernel dropped before the node read them; -1 where it does not tell
 */
public record NodeStatus(
        long datagramsIn,
        long datagramsOut,
        long bytesIn,
        long bytesOut,
        long malformed,
        long unknownVerbs,
        long withheld,
        long repeated,
        long sendFailures,
        int sessions,
        long kernelDrops) {}
