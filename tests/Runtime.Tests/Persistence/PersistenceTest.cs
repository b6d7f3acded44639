using Akka.Actor;
using Akka.Hosting;
using Akka.Persistence;
using Akka.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Akka.Runtime.Tests.Persistence;

/// <summary>A test with an actor system, a store of its own and a probe.</summary>
public abstract class PersistenceTest(Storage storage) : IAsyncLifetime
{
    // The time limits are those of a starved machine.
    private const string Quiet = """
        akka {
          loglevel = OFF, stdout-loglevel = OFF
          persistence.journal.sql { recovery-event-timeout = 1m, circuit-breaker.call-timeout = 1m }
          persistence.snapshot-store.sql.circuit-breaker.call-timeout = 1m
        }
        """;

    private ServiceProvider _services;

    protected Storage Storage => storage;

    protected ActorSystem System { get; private set; }

    protected Probe Probe { get; private set; }

    protected virtual string Hocon => "";

    public async Task InitializeAsync()
    {
        var store = await storage.CreateAsync();
        _services = new ServiceCollection()
            .AddLogging()
            .AddAkka("persistence", akka =>
            {
                store(akka);
                Configure(akka);
            })
            .BuildServiceProvider();
        System = _services.GetRequiredService<ActorSystem>();
        Probe = new Probe(System);
    }

    public virtual async Task DisposeAsync()
    {
        if (System is not null) await System.Terminate();
        if (_services is not null) await _services.DisposeAsync();
    }

    protected void Configure(AkkaConfigurationBuilder akka) => akka
        .AddHocon(Quiet + "\n" + Hocon, HoconAddMode.Prepend)
        .WithCustomSerializer("text", [typeof(string), typeof(Unserializable)], system => new TextSerializer(system));

    /// <summary>Starts an actor and waits until it has recovered from nothing.</summary>
    protected async Task<IActorRef> StartNewAsync(string id = "one")
    {
        var actor = Start(id);
        await Probe.ExpectAsync("recovered at 0");
        return actor;
    }

    /// <summary>As <see cref="StartNewAsync"/>, where a busy machine's first recovery may not be done within the journal's time limits.</summary>
    protected async Task<IActorRef> StartNewPatientlyAsync()
    {
        while (true)
        {
            var actor = Start();
            if (await Probe.NextAsync() is "recovered at 0") return actor;
            await Probe.ExpectAsync("stopped");
        }
    }

    protected IActorRef Start(string id = "one", Recovery recovery = null)
    {
        var probe = Probe.Ref;
        return System.ActorOf(Props.Create(() => new Scripted(id, probe, recovery)));
    }

    protected async Task StopAsync(IActorRef actor)
    {
        Probe.Watch(actor);
        actor.Tell(PoisonPill.Instance);
        await Probe.ExpectAsync("stopped");
        await Probe.ExpectTerminatedAsync(actor);
    }
}

/// <summary>Tells an actor what to do; the lambda needs no cast.</summary>
public static class Scripts
{
    public static void Do(this IActorRef actor, Action<Scripted> script, IActorRef sender = null) => actor.Tell(script, sender);

    public static void DoAsync(this IActorRef actor, Func<Scripted, Task> script) => actor.Tell(script, ActorRefs.NoSender);
}

public sealed class Boom() : Exception("boom");

public sealed record Unserializable;

public sealed class TextSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public override int Identifier => 1001;

    public override string Manifest(object o) => "T1";

    public override byte[] ToBinary(object obj) =>
        obj is string text ? global::System.Text.Encoding.UTF8.GetBytes(text) : throw new InvalidOperationException("not to be serialized");

    public override object FromBinary(byte[] bytes, string manifest) => global::System.Text.Encoding.UTF8.GetString(bytes);
}
