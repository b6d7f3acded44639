using Akka.Actor;
using Akka.Event;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Lifecycle;

public sealed class LoggingTests() : RuntimeTest("akka.loglevel = WARNING")
{
    [Fact]
    public async Task Levels_below_the_systems_are_not_published_and_templates_take_their_values()
    {
        var mail = NewMail();
        foreach (var type in new[] { typeof(Info), typeof(Warning), typeof(Error) }) System.EventStream.Subscribe(mail.Ref, type);
        var cause = new Boom();
        var log = Logging.GetLogger(System, "source");
        log.Info("not seen {0}", 1);
        log.Warning("{0} and {1}", 1, "two");
        log.Error(cause, "plain {braces} stay");

        var warning = await mail.Next<Warning>();
        var error = await mail.Next<Error>();

        Assert.Equal("1 and two", warning.Message.ToString());
        Assert.Equal("source (akka://runtime)", warning.LogSource);
        Assert.Equal(LogLevel.WarningLevel, warning.LogLevel());
        Assert.Same(cause, error.Cause);
        Assert.Equal("plain {braces} stay", error.Message.ToString());
        Assert.Contains("[WARNING][", warning.ToString());
        Assert.Contains($"[source (akka://runtime)] plain {{braces}} stay{Environment.NewLine}Cause: ", error.ToString());
    }

    [Fact]
    public async Task An_actors_log_source_is_its_path()
    {
        var mail = NewMail();
        System.EventStream.Subscribe<Warning>(mail.Ref);
        Start(act => act.OnPreStart = context => context.GetLogger().Warning("started"), "logging");

        Assert.Equal("akka://runtime/user/logging", (await mail.Next<Warning>()).LogSource);
    }

    [Fact]
    public async Task Failures_are_logged_by_what_the_strategy_decides()
    {
        var mail = NewMail();
        foreach (var type in new[] { typeof(Warning), typeof(Error) }) System.EventStream.Subscribe(mail.Ref, type);
        var directives = new Queue<Directive>([Directive.Resume, Directive.Restart, Directive.Stop]);
        var parent = Start(act =>
        {
            act.Strategy = new OneForOneStrategy(_ => directives.Dequeue());
            act.On<string>(_ => act.From.Tell(act.Cell.ActorOf(Act.Props(child => child.On<Boom>(boom => throw boom)))));
        });
        var child = await parent.Ask<IActorRef>("make", Patience);
        for (var i = 0; i < 3; i++) child.Tell(new Boom());

        var resumed = await mail.Next<Warning>();
        var restarted = await mail.Next<Error>();
        var stopped = await mail.Next<Error>();

        Assert.All<LogEvent>([resumed, restarted, stopped], logged => Assert.Equal(child.Path.ToString(), logged.LogSource));
        Assert.IsType<Boom>(restarted.Cause);
    }

    [Theory]
    [InlineData("debug", LogLevel.DebugLevel)]
    [InlineData("Warning", LogLevel.WarningLevel)]
    public void Levels_are_read_whatever_their_case(string text, LogLevel level) => Assert.Equal(level, Logging.LogLevelFor(text));

    [Fact]
    public void Unknown_levels_are_refused() => Assert.Throws<ArgumentException>(() => Logging.LogLevelFor("loud"));
}

/// <summary>akka.actor.debug: what actors go through, as log events of the level Debug whose source is the actor's path.</summary>
public sealed class DebugLoggingTests() : RuntimeTest("akka { loglevel = DEBUG, actor.debug { lifecycle = on, autoreceive = on } }")
{
    [Fact]
    public async Task An_actors_life_and_its_automatic_messages_are_told()
    {
        var mail = NewMail();
        var subject = Start(act => act.On<Boom>(boom => throw boom), "subject");
        await subject.Ask<ActorIdentity>(new Identify(1), Patience);
        System.EventStream.Subscribe<Debug>(mail.Ref);

        await mail.Watch(subject);
        subject.Tell(new Boom());
        subject.Tell(PoisonPill.Instance);

        await ExpectAsync(mail, subject, "watched by", "restarting", "restarted", "PoisonPill", "stopped");
    }

    private static async Task ExpectAsync(Mail mail, IActorRef subject, params string[] texts)
    {
        foreach (var text in texts)
        {
            while (await mail.Next() is var next)
            {
                if (next is Debug debug && debug.LogSource.StartsWith(subject.Path.ToString(), StringComparison.Ordinal)
                    && debug.Message.ToString().Contains(text, StringComparison.OrdinalIgnoreCase))
                    break;
            }
        }
    }
}
