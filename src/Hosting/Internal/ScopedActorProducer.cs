using System.Runtime.CompilerServices;
using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.Events.Hosting.Internal;

/// <summary>
/// Makes actors whose constructor's arguments come from the service provider: each in a scope of its own, which ends with it, so that
/// scoped services can be had and transient ones are disposed of.
/// </summary>
internal sealed class ScopedActorProducer(IServiceScopeFactory scopes, Type actor) : IIndirectActorProducer
{
    private readonly ObjectFactory _make = ActivatorUtilities.CreateFactory(actor, []);
    private readonly ConditionalWeakTable<ActorBase, Scope> _scopes = [];

    public Type ActorType => actor;

    public ActorBase Produce()
    {
        var scope = new Scope(scopes.CreateAsyncScope());
        try
        {
            var made = (ActorBase)_make(scope.Services, []);
            _scopes.Add(made, scope);
            return made;
        }
        catch
        {
            scope.End();
            throw;
        }
    }

    public void Release(ActorBase made)
    {
        if (!_scopes.TryGetValue(made, out var scope)) return;
        _scopes.Remove(made);
        scope.End();
    }

    private sealed class Scope(AsyncServiceScope scope)
    {
        public IServiceProvider Services => scope.ServiceProvider;

        // What is disposed of in its own time doesn't hold up the actor's end, and what that throws isn't the event system's affair.
        public void End()
        {
            try
            {
                var ending = scope.DisposeAsync();
                if (!ending.IsCompletedSuccessfully) _ = Observe(ending.AsTask());
            }
            catch (Exception)
            {
                EventsTelemetry.ObserverThrew();
            }
        }

        private static async Task Observe(Task ending)
        {
            try
            {
                await ending.ConfigureAwait(false);
            }
            catch (Exception)
            {
                EventsTelemetry.ObserverThrew();
            }
        }
    }
}
