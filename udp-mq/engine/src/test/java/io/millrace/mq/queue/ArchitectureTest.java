package io.millrace.mq.queue;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}
