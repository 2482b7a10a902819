package dev.rollcall.ingress;

import java.util.List;
import java.util.stream.Stream;

import dev.rollcall.model.GroupId;
import dev.rollcall.model.GroupNotice.MemberChange;
import dev.rollcall.model.SubjectId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class GraphItemReaderTest {

    private static final SubjectId PERSON = new SubjectId("8f1ab2c3-0d4e-4f5a-9b6c-7d8e9f0a1b2c");
    private static final GroupId GROUP = new GroupId("0bc7d487-fd6f-41a0-8362-71ec81074f11");
    private static final String MEMBER = "4d147cc8-10cb-4158-ac52-90ee8ff9d846";

    private final GraphItemReader reader = new GraphItemReader();

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void understandsWhatGraphSends(String fixture, IngressItem expected) {
        // Given
        var item = Contoso.items(fixture).getFirst();

        // When
        var reading = reader.read(item);

        // Then
        assertThat(reading).isEqualTo(expected);
    }

    static Stream<Arguments> understandsWhatGraphSends() {
        return Stream.of(
                arguments("user-updated", new IngressItem.UserChanged(PERSON, "updated")),
                arguments("user-updated-without-undocumented-fields", new IngressItem.UserChanged(PERSON, "updated")),
                arguments("user-deleted-for-good", new IngressItem.UserChanged(PERSON, "deleted")),
                arguments("group-member-added", group(new MemberChange(MEMBER, false))),
                arguments("group-member-removed-as-string", group(new MemberChange(MEMBER, true))),
                arguments("group-member-removed-as-object", group(new MemberChange(MEMBER, true))),
                arguments(
                        "group-member-added-and-removed-at-once",
                        group(new MemberChange(MEMBER, false), new MemberChange(MEMBER, true))),
                arguments(
                        "group-got-a-nested-group",
                        group(new MemberChange("c0ffee00-aaaa-bbbb-cccc-000000000001", false))),
                arguments("group-soft-deleted", group()),
                arguments(
                        "group-with-one-unreadable-member",
                        new IngressItem.GroupChanged(
                                GROUP, "updated", List.of(new MemberChange(MEMBER, false)), false)),
                arguments(
                        "reauthorization-required",
                        new IngressItem.Lifecycle("7f105c7d-2dc5-4530-97cd-4e7ae6534c07", "reauthorizationRequired")),
                arguments(
                        "unknown-lifecycle-event",
                        new IngressItem.Lifecycle("7f105c7d-2dc5-4530-97cd-4e7ae6534c07", "somethingNewHappened")),
                arguments("event-hub-validation", new IngressItem.Validation()));
    }

    private static IngressItem group(MemberChange... members) {
        return new IngressItem.GroupChanged(GROUP, "updated", List.of(members), true);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    {'resource':'Users/p1'}                                                                  | p1
                    {'resource':'users/p1'}                                                                  | p1
                    {'resource':'/USERS/p1'}                                                                 | p1
                    {'resource':'Users(\\u0027p1\\u0027)'}                                                   | p1
                    {'resource':'users','resourceData':{'id':'p1'}}                                          | p1
                    {'resource':'Users/other','resourceData':{'id':'p1'}}                                    | p1
                    {'resource':'Users/p1','resourceData':null}                                              | p1
                    {'resource':'Users/p1','resourceData':{'id':17}}                                         | p1
                    {'resource':'directoryObjects/p1','resourceData':{'@odata.type':'#microsoft.graph.user','id':'p1'}} | p1
                    {'resourceData':{'@odata.type':'#Microsoft.Graph.User','id':'p1'}}                       | p1
                    {'resource':'Users/p1','lifecycleEvent':null}                                            | p1
                    """)
    void findsThePersonHoweverTheItemNamesIt(String item, String subject) {
        // Given
        var json = Contoso.json(item.replace('\'', '"').replace("\\u0027", "'"));

        // When
        var reading = reader.read(json);

        // Then
        assertThat(reading).isEqualTo(new IngressItem.UserChanged(new SubjectId(subject), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "42",
                "null",
                "'text'",
                "[]",
                "{}",
                "{'resource':'Drives/1','resourceData':{'id':'1'}}",
                "{'resource':'Users'}",
                "{'resource':'Users/'}",
                "{'resource':['Users/p1']}",
                "{'resource':'Users','resourceData':{'id':''}}",
                "{'resource':'Users','resourceData':{'id':'a b'}}",
                "{'resource':'Users','resourceData':{'id':'a/b'}}",
                "{'resource':'Users','resourceData':{'id':'a\\nb'}}",
                "{'lifecycleEvent':'missed'}",
                "{'lifecycleEvent':{},'subscriptionId':'s'}",
                "{'lifecycleEvent':'','subscriptionId':'s'}",
            })
    void saysOfEverythingElseThatItCannotBeRead(String item) {
        // Given
        var json = Contoso.json(item.replace('\'', '"'));

        // When
        var reading = reader.read(json);

        // Then
        assertThat(reading).isInstanceOf(IngressItem.Unreadable.class);
    }

    @Test
    void takesNoWordOfAnyLengthForAChangeType() {
        // Given
        var json = Contoso.json("{\"resource\":\"Users/p1\",\"changeType\":\"" + "x".repeat(65) + "\"}");

        // When
        var reading = reader.read(json);

        // Then
        assertThat(reading).isEqualTo(new IngressItem.UserChanged(new SubjectId("p1"), null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    true      | true
                    false     | false
                    null      | false
                    "changed" | true
                    {}        | true
                    """)
    void takesAMemberForRemovedWhateverShapeTheMarkHas(String mark, boolean removed) {
        // Given
        var json = Contoso.json(
                "{\"resource\":\"Groups/g\",\"resourceData\":{\"members@delta\":[{\"id\":\"m\",\"@removed\":" + mark
                        + "}]}}");

        // When
        var reading = reader.read(json);

        // Then
        assertThat(reading)
                .isEqualTo(new IngressItem.GroupChanged(
                        new GroupId("g"), null, List.of(new MemberChange("m", removed)), true));
    }
}
