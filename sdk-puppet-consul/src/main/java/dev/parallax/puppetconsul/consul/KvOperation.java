package dev.parallax.puppetconsul.consul;

/** One part of a transaction on the key-value store. */
public sealed interface KvOperation {
    String key();

    /** Writes a key if it was last changed at {@code index}; 0: if it is not there. */
    record Put(String key, String value, long index) implements KvOperation {
        @Override
        public String toString() {
            return "Put[" + key + "@" + index + "]";
        }
    }

    /** Removes a key if it was last changed at {@code index}. */
    record Remove(String key, long index) implements KvOperation {}

    /** Removes every key under a prefix, whatever it holds. */
    record RemoveTree(String key) implements KvOperation {}

    /** Holds only while a session has the lock of a key. */
    record CheckLock(String key, String session) implements KvOperation {}

    /** Holds only while a key was last changed at {@code index}. */
    record CheckIndex(String key, long index) implements KvOperation {}
}
