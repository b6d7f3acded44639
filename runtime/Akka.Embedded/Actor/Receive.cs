namespace Akka.Actor;

public delegate bool Receive(object message);

public delegate void UntypedReceive(object message);
