using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Integration.Tests.Support;
using Akka.Events.Operating;
using Akka.Events.Publishing;
using Akka.Events.Testing;
using Akka.Events.Topics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace Akka.Events.Integration.Tests;

/// <summary>A Kafka that asks who one is, and what one may do.</summary>
[Collection(ServersCollection.Name)]
public sealed class AuthorizationTests(Servers servers)
{
    [SkippableFact]
    public async Task A_wrong_password_is_told_and_tried_again_without_haste()
    {
        var topic = await servers.NewTopic(1);
        await using var service = await Service.Start(
            servers, group => group.Handle(Topic.Bytes(topic), "all", _ => { }), kafka: kafka => Secure(kafka, "PLAIN", "wrong"));
        await Problem(service, "uthentication");
        Assert.Contains(servers.Kafka.SecureBootstrap, service.Status.Problem);
        Assert.True(service.Log.ToString().Split('\n').Length < 100, service.Log.ToString());
    }

    [SkippableTheory]
    [InlineData("sasl.password", "wrong", "uthentication")]
    [InlineData("ssl.ca.location", null, "certificate")]
    public async Task A_process_that_only_publishes_tells_what_keeps_it_from_its_brokers(string property, string? wrong, string why)
    {
        await servers.NewTopic(1);
        await using var service = await Service.Start(
            servers, null, kafka: kafka =>
            {
                Secure(kafka, "PLAIN");
                if (wrong is null) kafka.Client.Remove(property);
                else kafka.Client[property] = wrong;
            },
            publishing: options => options.DeliveryTimeout = TimeSpan.FromSeconds(10));
        var published = service.Services.GetRequiredService<IEvents>().PublishAsync(Topic.Bytes(servers.NewName("topic")), new byte[1]);
        var status = service.Services.GetRequiredService<IEventsStatus>();
        await Eventually.True(() => status.Publishing is not null, "it says so");
        Assert.Equal(ProblemCause.UserRefused, status.Publishing!.Cause);
        Assert.Contains(why, status.Publishing.Text, StringComparison.Ordinal);
        var health = await service.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal(HealthStatus.Unhealthy, health.Status);

        var refused = await Assert.ThrowsAsync<PublishException>(() => published);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("PLAIN")]
    [InlineData("SCRAM-SHA-256")]
    public async Task Each_missing_right_is_named_until_it_is_given(string mechanism)
    {
        var (topic, name) = (await servers.NewTopic(1), servers.NewName("group"));
        await Produce(topic, 3);
        await using var service = await Service.Start(
            servers, group => group.Handle(Topic.Bytes(topic), "all", _ => { }), name: name, kafka: kafka => Secure(kafka, mechanism));
        await Problem(service, $"may not describe topic '{topic}'");
        await Allow(ResourceType.Topic, topic, AclOperation.Describe);
        await Problem(service, $"may not read topic '{topic}'");
        await Allow(ResourceType.Topic, topic, AclOperation.Read);
        await Problem(service, $"may not join group '{name}'");
        await Allow(ResourceType.Group, name, AclOperation.Read);
        await Works(service, 3);

        var refused = await Assert.ThrowsAsync<PublishException>(
            () => service.Services.GetRequiredService<IEvents>().PublishAsync(Topic.Bytes(topic), new byte[1]));
        Assert.True(refused.Message.Contains("isn't allowed", StringComparison.Ordinal), refused.Message);
    }

    [SkippableFact]
    public async Task A_right_that_is_taken_away_and_given_back_loses_nothing()
    {
        var (topic, name) = (await servers.NewTopic(1), servers.NewName("group"));
        await Allow(ResourceType.Topic, topic, AclOperation.Describe);
        await Allow(ResourceType.Topic, topic, AclOperation.Read);
        await Allow(ResourceType.Group, name, AclOperation.Read);
        await Produce(topic, 3);
        await using var service = await Service.Start(
            servers, group => group.Handle(Topic.Bytes(topic), "all", _ => { }), name: name, kafka: kafka => Secure(kafka, "PLAIN"));
        await Works(service, 3);
        await Forbid(ResourceType.Topic, topic);
        await Problem(service, $"may not read topic '{topic}'");
        await Produce(topic, 4);
        await Allow(ResourceType.Topic, topic, AclOperation.Read);
        await Works(service, 7);
        await Forbid(ResourceType.Group, name);
        await Problem(service, $"may not join group '{name}'");
        await Produce(topic, 2);
        await Allow(ResourceType.Group, name, AclOperation.Read);
        await Works(service, 9);
    }

    [SkippableFact]
    public async Task Dead_letters_wait_for_the_rights_to_make_and_to_write_their_topic_and_their_events_can_be_replayed_then()
    {
        var (topic, name) = (await servers.NewTopic(3), servers.NewName("group"));
        var to = $"{topic}.{name}.dead-letter";
        await Allow(ResourceType.Topic, topic, AclOperation.Read);
        await Allow(ResourceType.Group, name, AclOperation.Read);
        byte[] value = [0, 255];
        var headers = new Headers { { "ce_id", "id-1"u8.ToArray() }, { "none", null } };
        await servers.Kafka.ProduceAsync(topic, 1, [new Message<byte[]?, byte[]?> { Value = value, Headers = headers, Timestamp = new Timestamp(1_700_000_000_000, TimestampType.CreateTime) }]);
        var (mended, handled) = (false, new Handled<(string, long)>());
        await using var service = await Service.Start(
            servers, group => group.Handle(
                Topic.Bytes(topic), "picky", (_, context) =>
                {
                    if (!Volatile.Read(ref mended)) throw new InvalidOperationException("told to");
                    handled.Add(context.Offset, (context.Metadata.Id!, context.Timestamp!.Value.ToUnixTimeMilliseconds()));
                }, o => (o.OnFailure, o.Timeout) = (FailureMode.Save, TimeSpan.FromMilliseconds(1))),
            name: name, kafka: kafka => Secure(kafka, "PLAIN"));
        await Problem(service, $"dead letters can't be written to '{to}': ");
        Assert.Equal((0, ProblemCause.LettersWait), (service.Status.Handled, service.Status.Problems.Single().Cause));
        foreach (var right in new[] { AclOperation.Create, AclOperation.Write, AclOperation.Describe }) await Allow(ResourceType.Topic, to, right);
        await Works(service, 1);

        var letter = servers.Kafka.ReadAll(to, partitions: 3, 1).Single();
        Assert.Null(letter.Message.Key);
        Assert.Equal(value, letter.Message.Value);
        Assert.Equal(["ce_id", "none", DeadLetterHeaders.Id], letter.Message.Headers.Take(3).Select(h => h.Key));
        Assert.Null(letter.Message.Headers[1].GetValueBytes());
        Volatile.Write(ref mended, true);
        await using var tools = await Service.Start(servers, null);
        var letters = tools.Services.GetRequiredService<IDeadLetters>();
        Assert.Equal(1, (await letters.CountAsync(new DeadLetterFilter(topic, name))).Single().Count);
        Assert.Equal(1, await letters.ReplayAsync(new DeadLetterFilter(topic, name)));
        await Works(service, 2);
        Assert.Equal([(1, ("id-1", 1_700_000_000_000))], handled.ByOffset);
        Assert.Empty((await letters.ListAsync(new DeadLetterFilter(topic, name))).Letters);
    }

    private static Task Problem(Service service, string problem) =>
        Eventually.True(
            () => service.Status.Problem?.Contains(problem, StringComparison.Ordinal) == true, problem,
            () => $"{service.Status.Problem}\n{service.Log}");

    private static Task Works(Service service, long handled) =>
        Eventually.True(
            () => service.Status.Handled >= handled && service.Status.Problem is null, $"{handled} are handled",
            () => $"{service.Status.Handled} {service.Status.Problem}\n{service.Log}");

    private void Secure(KafkaOptions kafka, string mechanism, string password = "events-secret")
    {
        kafka.BootstrapServers = servers.Kafka.SecureBootstrap;
        kafka.Client["security.protocol"] = "SASL_SSL";
        kafka.Client["sasl.mechanism"] = mechanism;
        kafka.Client["sasl.username"] = "events";
        kafka.Client["sasl.password"] = password;
        kafka.Client["ssl.ca.location"] = servers.Kafka.CaFile;
    }

    private Task Produce(string topic, int count) =>
        servers.Kafka.ProduceAsync(topic, 0, Enumerable.Range(0, count).Select(_ => new Message<byte[]?, byte[]?> { Value = [1] }));

    private async Task Allow(ResourceType type, string name, AclOperation operation)
    {
        using var admin = Admin();
        await admin.CreateAclsAsync(
        [
            new AclBinding
            {
                Pattern = new ResourcePattern { Type = type, Name = name, ResourcePatternType = ResourcePatternType.Literal },
                Entry = new AccessControlEntry { Principal = "User:events", Host = "*", Operation = operation, PermissionType = AclPermissionType.Allow },
            },
        ]);
    }

    /// <summary>Takes away the right to read; a topic may still be described.</summary>
    private async Task Forbid(ResourceType type, string name)
    {
        using var admin = Admin();
        await admin.DeleteAclsAsync(
        [
            new AclBindingFilter
            {
                PatternFilter = new ResourcePatternFilter { Type = type, Name = name, ResourcePatternType = ResourcePatternType.Literal },
                EntryFilter = new AccessControlEntryFilter { Operation = AclOperation.Read, PermissionType = AclPermissionType.Allow },
            },
        ]);
    }

    private IAdminClient Admin() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers.Kafka.Bootstrap }).Build();
}
