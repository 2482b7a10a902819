package dev.rollcall.ingress;

import java.time.Clock;
import java.time.InstantSource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import dev.rollcall.outbox.MessageJson;

/** Plain objects that the beans share. */
@ApplicationScoped
class IngressBeans {

    @Produces
    @Singleton
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    MessageJson messageJson() {
        return MessageJson.create();
    }

    @Produces
    @Singleton
    Doors doors() {
        return new Doors();
    }
}
