package dev.rollcall.manager.secret;

import java.nio.file.Path;
import java.util.Optional;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import dev.rollcall.access.AccessSeal;
import dev.rollcall.access.KeysetSource;
import dev.rollcall.access.SecretBox;
import dev.rollcall.manager.config.ManagerConfig;

/** Two keysets: one for secrets at rest, ours alone, and one for access, shared with the workers. */
final class KeysetBeans {

    @Produces
    @Singleton
    SecretBox secretBox(ManagerConfig config) {
        return SecretBox.from(source("rollcall.manager.secrets-keyset", config.secretsKeyset()));
    }

    @Produces
    @Singleton
    AccessSeal accessSeal(ManagerConfig config) {
        return AccessSeal.from(source("rollcall.access-keyset", config.accessKeyset()));
    }

    /** JSON as a secret store puts it into the environment, or else a file's path. */
    private static KeysetSource source(String setting, Optional<String> value) {
        var text = value.map(String::strip).orElse(null);
        return text == null || text.startsWith("{")
                ? KeysetSource.text(setting, text)
                : KeysetSource.file(setting, Path.of(text));
    }
}
