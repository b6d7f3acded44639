using System.Data.Common;
using Akka.Events.Handling;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.Events.Hosting.Internal.Classes;

/// <summary>A handler class: each event has an instance of its own, in a scope of its own.</summary>
internal sealed class HandlerClass(Type type, Type contract, Type events)
{
    private readonly IReadOnlyList<HandleMethod> _calls = HandleMethod.Of(type, contract, events);
    private IServiceScopeFactory? _scopes;
    private ObjectFactory? _make;

    /// <summary>Why it can't handle the topic's events; null when it can.</summary>
    public string? Problem =>
        type.IsAbstract || type.ContainsGenericParameters ? $"{type.Name} can't be made: it is abstract or generic"
        : _calls.Count == 0 ? $"{type.Name} has no {contract.Name[..^2]}<{events.Name}>, nor one of a type derived from {events.Name}"
        : null;

    /// <summary>Takes the services, and makes the first instance, so that what it lacks is known at start.</summary>
    /// <exception cref="InvalidOperationException">It can't be made.</exception>
    public void Bind(IServiceScopeFactory scopes)
    {
        _scopes = scopes;
        try
        {
            using var scope = new Instance(scopes.CreateAsyncScope());
            // A class that is registered is made, and disposed of, as it is registered.
            if (scope.Services.GetService<IServiceProviderIsService>()?.IsService(type) != true) _make = ActivatorUtilities.CreateFactory(type, []);
            scope.Make(type, _make);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"handler {type.Name} can't be made: {Reason.Message(e)}", e);
        }
    }

    /// <summary>Handles an event, where there is a Handle for it.</summary>
    public async Task Handle(object? e, DbTransaction? transaction, EventContext context)
    {
        if (CallOf(e) is not { } call) return;
        var instance = new Instance(_scopes!.CreateAsyncScope());
        await using (instance.ConfigureAwait(false))
            await call.Handle(instance.Make(type, _make), e, transaction, context).ConfigureAwait(false);
    }

    private HandleMethod? CallOf(object? e)
    {
        foreach (var call in _calls)
            if (call.Fits(e) || (e is null && call.EventType.IsAssignableFrom(events)))
                return call;
        return null;
    }

    /// <summary>An instance and its scope, which end together, the instance first.</summary>
    private sealed class Instance(AsyncServiceScope scope) : IAsyncDisposable, IDisposable
    {
        private object? _own;

        public IServiceProvider Services => scope.ServiceProvider;

        public object Make(Type type, ObjectFactory? make) =>
            make is null ? Services.GetRequiredService(type) : _own = make(Services, []);

        public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

        public async ValueTask DisposeAsync()
        {
            await using (scope.ConfigureAwait(false))
            {
                if (_own is IAsyncDisposable own) await own.DisposeAsync().ConfigureAwait(false);
                else (_own as IDisposable)?.Dispose();
            }
        }
    }
}
