package io.millrace.ksql.rest;

import io.millrace.core.testkit.PlatformRules;

final class ArchitectureTest implements PlatformRules {}
