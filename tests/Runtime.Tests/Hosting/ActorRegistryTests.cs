using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Akka.Runtime.Tests.Hosting;

public sealed class ActorRegistryTests
{
    [Fact]
    public async Task Starters_register_actors_and_everyone_finds_them()
    {
        using var host = Hosts.Build(
            akka => akka.WithActors((system, registry) => registry.Register<Key>(system.ActorOf(Props.Empty, "a"))));
        await host.StartAsync();

        var registry = host.Services.GetRequiredService<IReadOnlyActorRegistry>();
        Assert.Equal("a", registry.Get<Key>().Path.Name);
        Assert.True(registry.TryGet<Key>(out var found));
        Assert.Equal(found, await registry.GetAsync<Key>());
        Assert.Equal(found, host.Services.GetRequiredService<IRequiredActor<Key>>().ActorRef);
        Assert.Contains(registry, entry => entry.Key == typeof(Key) && entry.Value.Equals(found));
        Assert.Same(registry, ActorRegistry.For(host.Services.GetRequiredService<ActorSystem>()));
        await host.StopAsync();
    }

    [Fact]
    public void What_is_missing_is_said_or_waited_for()
    {
        var registry = new ActorRegistry();

        Assert.Throws<MissingActorRegistryEntryException>(() => registry.Get<Key>());
        Assert.Throws<MissingActorRegistryEntryException>(() => new RequiredActor<Key>(registry).ActorRef);
        Assert.False(registry.TryGet<Key>(out var nobody));
        Assert.True(nobody.IsNobody());
        Assert.False(registry.GetAsync<Key>().IsCompleted);
    }

    [Fact]
    public async Task GetAsync_completes_with_the_registration()
    {
        var registry = new ActorRegistry();
        var waiting = registry.GetAsync<Key>();
        var required = new RequiredActor<Key>(registry).GetAsync();

        registry.Register<Key>(ActorRefs.Nobody);

        Assert.Same(ActorRefs.Nobody, await waiting.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Same(ActorRefs.Nobody, await required.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task GetAsync_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = new ActorRegistry().GetAsync<Key>(cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_key_is_taken_once_unless_overwritten()
    {
        using var host = Hosts.Build(akka => { });
        await host.StartAsync();
        var (system, registry) = (host.Services.GetRequiredService<ActorSystem>(), host.Services.GetRequiredService<IActorRegistry>());
        var (first, second) = (system.ActorOf(Props.Empty), system.ActorOf(Props.Empty));

        registry.Register<Key>(first);
        Assert.Throws<DuplicateActorRegistryException>(() => registry.Register<Key>(second));
        Assert.False(registry.TryRegister<Key>(second));
        Assert.Equal(first, registry.Get<Key>());

        registry.Register<Key>(second, overwrite: true);
        Assert.Equal(second, registry.Get<Key>());
        Assert.Throws<ArgumentNullException>(() => registry.Register<Key>(null, overwrite: true));
        await host.StopAsync();
    }

    private sealed class Key;
}
