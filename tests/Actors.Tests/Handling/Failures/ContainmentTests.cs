using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Tests.Fakes;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Akka.Events.Tests.Handling.Failures;

/// <summary>Nothing outside the event path reaches into it.</summary>
public sealed class ContainmentTests : IGroupObserver
{
    private static readonly TopicPartition Zero = new("events", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);
    private readonly ConcurrentQueue<string> _calls = new();
    private int _activated;

    public static TheoryData<string, string> Places()
    {
        var places = new TheoryData<string, string>();
        foreach (var place in new[]
        {
            "count", "duration", "sample", "started", "stopped", "logger made", "logger asked", "log", "message",
        })
        {
            places.Add("plain", place);
            places.Add("entity", place);
        }
        return places;
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Each_event_is_handled_once_whatever_listeners_loggers_and_exceptions_throw(string kind, string place)
    {
        using var listeners = new ThrowingListeners(place);
        foreach (var text in new[] { "good", "fails once", "fails always", "last" }) _topics.Append("events", text, text);
        _topics.Append("events", null, "no key");
        var handler = KindsOfHandlers.Of(
            kind,
            (text, context) =>
            {
                _calls.Enqueue(text);
                return text == "fails always" || (text == "fails once" && context.Attempt == 1) ? throw Failure(place) : Task.CompletedTask;
            },
            options =>
            {
                (options.OnFailure, options.OnUndecodable) = (FailureMode.Discard, FailureMode.Discard);
                options.Timeout = TimeSpan.FromMilliseconds(100);
            });
        await using var group = await Start(handler, new ThrowingLoggers(place));

        await group.Handled(Zero);

        Assert.Equal(["fails once", "fails once", "good", "last"], _calls.Where(c => c is not ("fails always" or "no key")).Order());
        Assert.Equal(kind == "plain" ? 1 : 2, group.Runtime.Context.Metrics.Discarded);
        Assert.Equal(1, _activated);
    }

    [Theory]
    [InlineData("plain", "traceparent")]
    [InlineData("entity", "traceparent")]
    [InlineData("plain", "ce_traceparent")]
    [InlineData("plain", "tracestate")]
    [InlineData("plain", "ce_id")]
    [InlineData("plain", "content-type")]
    public async Task A_header_without_a_value_is_a_header_like_any_other(string kind, string header)
    {
        using var listeners = new ThrowingListeners("nowhere");
        var headers = new Headers { { header, null } };
        if (header == "tracestate") headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"u8.ToArray());
        _topics.Append(Zero, "a"u8.ToArray(), "a1"u8.ToArray(), headers);
        _topics.Append("events", "b", "b1");
        await using var group = await Start(KindsOfHandlers.Of(kind, Noted));

        await group.Handled(Zero);

        Assert.Equal(["a1", "b1"], _calls.Order());
        Assert.Equal(1, _activated);
    }

    [Theory]
    [InlineData("plain", false)]
    [InlineData("plain", true)]
    [InlineData("entity", false)]
    [InlineData("entity", true)]
    public async Task One_records_trace_and_what_flows_with_it_isnt_another_records(string kind, bool async)
    {
        using var listeners = new ThrowingListeners("nowhere");
        var leak = new AsyncLocal<string?>();
        var parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"u8.ToArray();
        for (var i = 0; i < 4; i++)
            _topics.Append(Zero, "k"u8.ToArray(), [(byte)('0' + i)], i == 2 ? new Headers { { "traceparent", parent } } : null);
        var handler = KindsOfHandlers.Of(kind, Trace);
        await using var group = await Start(handler);

        await group.Handled(Zero);

        var seen = _calls.Select(c => c.Split(' ')).ToArray();
        Assert.Equal(4, seen.Select(s => s[0]).Distinct().Count());
        Assert.Equal(["0000000000000000", "0000000000000000", "b7ad6b7169203331", "0000000000000000"], seen.Select(s => s[1]));
        Assert.All(seen, s => Assert.Equal("", s[2]));

        Task Trace(string text, EventContext context)
        {
            _calls.Enqueue($"{Activity.Current!.TraceId} {Activity.Current.ParentSpanId} {leak.Value}");
            leak.Value = "of " + text;
            return async ? Task.Delay(1) : Task.CompletedTask;
        }
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("entity")]
    public async Task What_a_handler_has_registered_on_its_token_may_throw_and_take_its_time(string kind)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _topics.Append("events", "a", "a1");
        _topics.Append("events", "b", "b1");
        var handler = KindsOfHandlers.Of(
            kind,
            async (text, context) =>
            {
                _calls.Enqueue(text);
                if (text != "a1" || context.Attempt > 1) return;
                context.CancellationToken.Register(() => throw new InvalidOperationException("told to throw"));
                context.CancellationToken.Register(() => release.Task.Wait());
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            },
            options => options.AttemptTimeout = TimeSpan.FromMilliseconds(50));
        await using var group = await Start(handler);

        await group.Handled(Zero);
        release.SetResult();

        Assert.Equal(["a1", "a1", "b1"], _calls.Order());
        Assert.Equal(1, _activated);
    }

    [Fact]
    public async Task A_handler_may_give_a_task_that_throws_or_none()
    {
        _topics.Append("events", "a", "a1");
        _topics.Append("events", "b", "b1");
        await using var group = await Start(KindsOfHandlers.Of("plain", (text, context) =>
        {
            _calls.Enqueue(text);
            return context.Attempt == 1 ? null! : Task.CompletedTask;
        }));

        await group.Handled(Zero);

        Assert.Equal(["a1", "a1", "b1", "b1"], _calls.Order());
        Assert.Equal(1, _activated);
    }

    void IGroupObserver.Activated(string group, TopicPartition partition, long? resume) => Interlocked.Increment(ref _activated);

    private static Exception Failure(string place) =>
        place == "message" ? new TalksBack() : new InvalidOperationException("told to fail");

    private Task Noted(string text, EventContext context)
    {
        _calls.Enqueue(text);
        return Task.CompletedTask;
    }

    private async Task<EventsHarness> Start(HandlerDefinition handler, ILoggerFactory? loggers = null)
    {
        var group = await EventsHarness.Start(_topics, [handler], observers: [this], loggers: loggers);
        group.Client.Assign(Zero);
        return group;
    }
}
