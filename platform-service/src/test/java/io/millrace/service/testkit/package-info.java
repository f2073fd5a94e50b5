/** What tests of several services share; other modules get it as the test-jar of this one. */
@NullMarked
package io.millrace.service.testkit;

import org.jspecify.annotations.NullMarked;
