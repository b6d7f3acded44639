using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit;
using Xunit;
using Xunit.Sdk;

namespace Akka.Runtime.Tests.TestKit;

public sealed class EventFilterTests() : Akka.TestKit.Xunit2.TestKit("akka.loglevel = DEBUG\n" + Bounds.Generous)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200);

    [Fact]
    public void Matching_events_are_counted()
    {
        EventFilter.Info("done").ExpectOne(() => Log.Info("done"));
        EventFilter.Warning(start: "half").Expect(2, () =>
        {
            Log.Warning("half way");
            Log.Warning("half done");
            Log.Warning("not half");
        });
        EventFilter.Debug(contains: "mid").ExpectOne(() => Log.Debug("in the middle"));
        EventFilter.Error(new Regex("^a+$")).ExpectOne(() => Log.Error("aaa"));
    }

    [Fact]
    public void Too_few_and_too_many_are_failures()
    {
        Assert.ThrowsAny<XunitException>(() => EventFilter.Info("x").Expect(2, Soon, () => Log.Info("x")));
        Assert.ThrowsAny<XunitException>(() => EventFilter.Info("x").Expect(1, Soon, () =>
        {
            Log.Info("x");
            Log.Info("x");
        }));
        Assert.ThrowsAny<XunitException>(() => EventFilter.Info("x").Expect(0, Soon, () => Log.Info("x")));
        EventFilter.Info("x").Expect(0, Soon, () => Log.Info("y"));
    }

    [Fact]
    public void What_was_logged_counts_however_late_the_listener_comes_to_it()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.ThrowsAny<XunitException>(() => EventFilter.Info("x").Expect(0, TimeSpan.Zero, () => Log.Info("x")));
            EventFilter.Info("x").Expect(2, TimeSpan.Zero, () =>
            {
                Log.Info("x");
                Log.Info("x");
            });
        }
    }

    [Fact]
    public void Exceptions_are_found_by_type_also_inside_others()
    {
        EventFilter.Exception<ArgumentException>().ExpectOne(() => Log.Error(new ArgumentNullException("x"), "failed"));
        EventFilter.Exception(typeof(ArgumentException), checkInnerExceptions: true)
            .ExpectOne(() => Log.Error(new InvalidOperationException("outer", new ArgumentException("inner")), "failed"));
    }

    [Fact]
    public void Any_of_several_filters_matches() =>
        EventFilter.Info("a").And.Warning("b").Expect(2, () =>
        {
            Log.Info("a");
            Log.Warning("b");
        });

    [Fact]
    public async Task What_is_logged_later_is_waited_for() => await EventFilter.Info("late").ExpectOneAsync(async () =>
    {
        await Task.Yield();
        _ = Task.Run(() => Log.Info("late"));
    });

    [Fact]
    public void The_failure_of_an_actor_is_an_error_with_its_path_as_the_source()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Fragile()), "fragile");
        EventFilter.Exception<InvalidOperationException>("boom", source: actor.Path.ToString())
            .ExpectOne(() => actor.Tell("boom"));
    }

    [Fact]
    public void Dead_letters_are_found_by_the_type_of_the_message()
    {
        EventFilter.DeadLetter<string>(text => text == "lost").ExpectOne(() => Sys.DeadLetters.Tell("lost"));
        EventFilter.DeadLetter().Expect(2, () =>
        {
            Sys.DeadLetters.Tell("one");
            Sys.DeadLetters.Tell(2);
        });
    }

    [Fact]
    public void A_muted_event_counts_for_other_filters()
    {
        using (EventFilter.Info("quiet").Mute())
            EventFilter.Info("quiet").ExpectOne(() => Log.Info("quiet"));
        EventFilter.Warning("quiet").Mute(() => Log.Warning("quiet"));
    }

    private sealed class Fragile : ReceiveActor
    {
        public Fragile() => Receive<string>(text => throw new InvalidOperationException(text));
    }
}
