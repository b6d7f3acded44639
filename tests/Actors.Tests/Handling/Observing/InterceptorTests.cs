using System.Collections.Concurrent;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Observing;
using Akka.Events.Kafka.Internal;
using Akka.Events.Publishing;
using Akka.Events.Publishing.Internal;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Observing;

/// <summary>What surrounds handling and publishing, and what is told of it: none of it decides anything.</summary>
public sealed class InterceptorTests
{
    private static readonly TopicPartition Zero = new("events", 0);
    private static readonly AsyncLocal<string?> Flow = new();

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);
    private readonly ConcurrentQueue<string> _said = new();
    private readonly LogLines _log = new();

    [Theory]
    [InlineData("plain")]
    [InlineData("batch")]
    public async Task The_first_one_registered_is_outermost_and_the_handler_sees_what_they_set(string kind)
    {
        Append("a");
        var handler = KindsOfHandlers.Of(kind, (text, _) => Say($"{text} in {Flow.Value}"));
        await Handle(
            handler,
            async (events, next) =>
            {
                Flow.Value = "scope";
                await Say($"outer {events.Group} {events.Handler} {events.Events.Single().Offset}");
                await next();
                await Say("outer ends");
            },
            async (_, next) =>
            {
                await Say("inner");
                await next();
                await Task.Yield();
                await Say("inner ends");
            });
        Assert.Equal([$"outer group {kind} 0", "inner", "a in scope", "inner ends", "outer ends"], _said);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("batch")]
    public async Task Whatever_they_do_each_attempt_is_made_once_and_its_outcome_is_the_handlers(string kind)
    {
        foreach (var text in new[] { "throws before", "throws behind", "leaves out", "twice", "catches", "throws at once" }) Append(text);
        var failed = 0;
        var handler = KindsOfHandlers.Of(kind, (text, context) =>
        {
            _said.Enqueue($"{text} {context.Attempt}");
            if (text != "catches" || context.Attempt > 1) return Task.CompletedTask;
            Interlocked.Increment(ref failed);
            throw new InvalidOperationException("the handler's own");
        }, options => options.BatchSize = 1);
        var texts = new[] { "throws before", "throws behind", "leaves out", "twice", "catches", "throws at once" };
        await Handle(handler, (events, next) => texts[events.Events[0].Offset] == "throws at once" ? throw new FormatException("at once") : Misbehave(texts[events.Events[0].Offset], next));

        Assert.Equal(1, failed);
        Assert.Equal(["catches 1", "catches 2", "leaves out 1", "throws at once 1", "throws before 1", "throws behind 1", "twice 1"], _said.Order(StringComparer.Ordinal));
        Assert.Contains(_log.All, line => line.Id == LogEvents.InterceptorFailed);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("batch")]
    [InlineData("entity")]
    public async Task Observers_are_told_of_events_and_one_that_throws_changes_nothing(string kind)
    {
        Append("good");
        Append("bad");
        var handler = KindsOfHandlers.Of(kind, (text, context) => text == "bad" && context.Attempt == 1 ? throw new InvalidOperationException("not now") : Task.CompletedTask);
        await using var group = await EventsHarness.Start(
            _topics, [handler], loggers: _log, handling: time => (HandlingObservers.Of("group", [new Throwing(), new Telling(_said)], _log, time), null));
        group.Client.Assign(Zero);
        await group.Handled(Zero);

        Assert.Equal(["received 0", "received 1"], _said.Where(s => s.StartsWith("received", StringComparison.Ordinal)));
        Assert.Contains($"failed {kind} 1", _said);
        Assert.Equal([$"handled {kind} 0", $"handled {kind} 1"], _said.Where(s => s.StartsWith("handled", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_publishing_interceptor_says_with_what_an_event_goes_and_one_that_throws_is_passed_over()
    {
        var settings = new PublisherSettings
        {
            Producer = new ProducerSettings { BootstrapServers = "nowhere:1" }, CloudEvents = false, Interceptors = [new Throwing(), new Keying()],
        };
        var record = new EventEncoder(settings, TimeProvider.System).Record(Topic.Text("events"), "text", null);
        Assert.Equal("by interceptor"u8.ToArray(), record.Key);
    }

    private static async ValueTask Misbehave(string how, Func<ValueTask> next)
    {
        switch (how)
        {
            case "throws before":
                await Task.Yield();
                throw new FormatException("before");
            case "throws behind":
                await next();
                throw new FormatException("behind");
            case "leaves out":
                return;
            case "twice":
                await next();
                await next();
                return;
            case "catches":
                try
                {
                    await next();
                }
                catch (InvalidOperationException)
                {
                    return;
                }
                return;
        }
        await next();
    }

    private async Task Handle(HandlerDefinition handler, params Func<HandledEvents, Func<ValueTask>, ValueTask>[] around)
    {
        var all = around.Select(one => new Around(one)).ToArray();
        await using var group = await EventsHarness.Start(
            _topics, [handler], loggers: _log, handling: time => (null, HandlingInterceptors.Of("group", all, _log, time)));
        group.Client.Assign(Zero);
        await group.Handled(Zero);
    }

    private Task Say(string what)
    {
        _said.Enqueue(what);
        return Task.CompletedTask;
    }

    private void Append(string text) => _topics.Append("events", text, text);

    private sealed class Around(Func<HandledEvents, Func<ValueTask>, ValueTask> handle) : IHandlingInterceptor
    {
        public ValueTask Handle(HandledEvents events, Func<ValueTask> next) => handle(events, next);
    }

    private sealed class Telling(ConcurrentQueue<string> said) : IHandlingObserver
    {
        public void Received(string group, EventContext context) => said.Enqueue($"received {context.Offset}");

        public void Handled(string group, string handler, EventContext context) => said.Enqueue($"handled {handler} {context.Offset}");

        public void Failed(string group, string handler, EventContext context, Exception failure) => said.Enqueue($"failed {handler} {context.Offset}");
    }

    private sealed class Throwing : IHandlingObserver, IPublishingInterceptor
    {
        public void Received(string group, EventContext context) => throw new FormatException();

        public void Handled(string group, string handler, EventContext context) => throw new FormatException();

        public void Failed(string group, string handler, EventContext context, Exception failure) => throw new FormatException();

        public PublishOptions Publishing<T>(Topic<T> topic, T @event, PublishOptions options) => throw new FormatException();
    }

    private sealed class Keying : IPublishingInterceptor
    {
        public PublishOptions Publishing<T>(Topic<T> topic, T @event, PublishOptions options) => options with { Key = "by interceptor" };
    }
}
