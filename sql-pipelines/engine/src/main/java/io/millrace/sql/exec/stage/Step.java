package io.millrace.sql.exec.stage;

/** A stage with a next one: everything but rows passes through unless overridden. */
abstract class Step implements Stage {

    protected final Stage next;

    Step(Stage next) {
        this.next = next;
    }

    @Override
    public void watermark(long time) {
        next.watermark(time);
    }

    @Override
    public void flush() {
        next.flush();
    }

    @Override
    public long nextTick() {
        return next.nextTick();
    }

    @Override
    public void tick(long scheduled) {
        next.tick(scheduled);
    }

    @Override
    public void finish() {
        next.finish();
    }
}
