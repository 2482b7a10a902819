package dev.rollcall.usersync.rules;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.SubjectId;
import dev.rollcall.outbox.MessageJson;
import dev.rollcall.sandbox.EntraTenant;
import dev.rollcall.sandbox.Person;

/** The sandbox's directory as the manager sees it: what a walk reads of a person, and the token it is given. */
public final class Directory {

    private static final MessageJson JSON = MessageJson.create();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Directory() {}

    public static DirectoryPerson snapshot(Person p) {
        return new DirectoryPerson(
                new SubjectId(p.id()),
                p.mail(),
                p.givenName(),
                p.surname(),
                p.jobTitle(),
                p.accountEnabled(),
                "Guest".equals(p.userType()));
    }

    public static String token(URI sandbox, EntraTenant tenant) {
        var form = "grant_type=client_credentials&client_id=" + tenant.clientId() + "&client_secret="
                + tenant.clientSecret() + "&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default";
        var request = HttpRequest.newBuilder(sandbox.resolve("/" + tenant.tenantId() + "/oauth2/v2.0/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        try {
            var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return JSON.mapper().readTree(answer.body()).path("access_token").asText();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
