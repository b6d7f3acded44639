using Akka.Actor.Internal;

namespace Akka.Actor;

public abstract class ReceiveActor : UntypedActor, IInitializableActor
{
    private readonly MessageHandlers _handlers = new();
    private MessageHandlers _configuring;

    protected ReceiveActor() => _configuring = _handlers;

    void IInitializableActor.Init() => _configuring = null;

    protected sealed override void OnReceive(object message)
    {
        if (!_handlers.TryHandle(message)) Unhandled(message);
    }

    protected void Become(Action configure) => Become(Configure(configure));
    protected void BecomeStacked(Action configure) => BecomeStacked(Configure(configure));
    protected void Receive<T>(Action<T> handler, Predicate<T> shouldHandle = null) => Configuring.Add(handler, shouldHandle);
    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) => Configuring.Add(handler, shouldHandle);
    protected void Receive<T>(Func<T, bool> handler) => Configuring.Add(handler);

    protected void Receive(Type messageType, Action<object> handler, Predicate<object> shouldHandle = null) =>
        Configuring.Add(messageType, handler, shouldHandle);

    protected void Receive(Type messageType, Predicate<object> shouldHandle, Action<object> handler) =>
        Configuring.Add(messageType, handler, shouldHandle);

    protected void Receive(Type messageType, Func<object, bool> handler) => Configuring.Add(messageType, handler);
    protected void ReceiveAny(Action<object> handler) => Configuring.Add(handler, null);
    protected void ReceiveAnyAsync(Func<object, Task> handler) => Configuring.AddAsync(Cell, handler, null);

    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T> shouldHandle = null) =>
        Configuring.AddAsync(Cell, handler, shouldHandle);

    protected void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler) => Configuring.AddAsync(Cell, handler, shouldHandle);

    protected void ReceiveAsync(Type messageType, Func<object, Task> handler, Predicate<object> shouldHandle = null) =>
        Configuring.AddAsync(Cell, messageType, handler, shouldHandle);

    protected void ReceiveAsync(Type messageType, Predicate<object> shouldHandle, Func<object, Task> handler) =>
        Configuring.AddAsync(Cell, messageType, handler, shouldHandle);

    private MessageHandlers Configuring => _configuring ?? throw new InvalidOperationException(
        "Receive handlers can be added only in the constructor or in the action given to Become");

    private Receive Configure(Action configure) => MessageHandlers.Configure(ref _configuring, configure, Unhandled);
}
