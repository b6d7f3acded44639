#nullable enable
using System.Diagnostics.CodeAnalysis;
using Akka.Actor;

namespace Akka.Hosting;

public interface IReadOnlyActorRegistry : IEnumerable<KeyValuePair<Type, IActorRef>>
{
    bool TryGet<TKey>([NotNullWhen(true)] out IActorRef? actor);

    bool TryGet(Type key, [NotNullWhen(true)] out IActorRef? actor);

    IActorRef Get<TKey>();

    Task<IActorRef> GetAsync<TKey>(CancellationToken ct = default);

    Task<IActorRef> GetAsync(Type key, CancellationToken ct = default);
}
