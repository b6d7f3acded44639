using Akka.Actor;
using Akka.Events.Hosting.Internal;
using Akka.Events.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Akka.Events.Tests.Hosting;

public sealed class ScopedActorTests : IAsyncLifetime
{
    private static int _made;
    private static int _disposed;

    private readonly ActorSystem _system = ActorSystem.Create("scopes");
    private readonly ServiceProvider _services = new ServiceCollection().AddTransient<Held>().AddScoped<Shared>()
        .BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });

    public Task InitializeAsync()
    {
        (_made, _disposed) = (0, 0);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _system.Terminate();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task What_an_actor_was_made_of_is_disposed_of_with_it()
    {
        var actors = Enumerable.Range(0, 100).Select(_ => _system.ActorOf(PropsOf<Holder>())).ToArray();
        foreach (var actor in actors) await actor.Ask<Done>("are you there", EventsHarness.Patience);
        Assert.Equal((300, 0), (_made, _disposed));
        foreach (var actor in actors) await actor.GracefulStop(EventsHarness.Patience);
        await EventsHarness.Eventually(() => _disposed == 300);
    }

    [Fact]
    public async Task What_an_actor_was_made_of_that_could_not_be_made_is_disposed_of()
    {
        _system.ActorOf(PropsOf<Failing>());
        await EventsHarness.Eventually(() => _made == 3 && _disposed == 3);
    }

    private Props PropsOf<TActor>() =>
        Props.CreateBy(new ScopedActorProducer(_services.GetRequiredService<IServiceScopeFactory>(), typeof(TActor)));

    private class Holder : ReceiveActor
    {
        // The two share what is scoped: three are made for an actor.
        public Holder(Held first, Held second)
        {
            Assert.Same(first.Shared, second.Shared);
            ReceiveAny(_ => Sender.Tell(Done.Instance));
        }
    }

    private sealed class Failing : Holder
    {
        public Failing(Held first, Held second) : base(first, second) => throw new InvalidOperationException("told to fail");
    }

    private sealed class Held(Shared shared) : Counted
    {
        public Shared Shared { get; } = shared;
    }

    private sealed class Shared : Counted;

    private abstract class Counted : IAsyncDisposable
    {
        protected Counted() => Interlocked.Increment(ref _made);

        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            Interlocked.Increment(ref _disposed);
        }
    }
}
