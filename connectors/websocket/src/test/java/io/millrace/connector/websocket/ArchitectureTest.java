package io.millrace.connector.websocket;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}
