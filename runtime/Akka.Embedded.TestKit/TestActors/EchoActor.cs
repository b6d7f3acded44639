using Akka.Actor;

namespace Akka.TestKit.TestActors;

/// <summary>Sends each message back, and a copy to the test actor unless told otherwise.</summary>
public class EchoActor : ReceiveActor
{
    public EchoActor(TestKitBase testkit, bool echoBackToSenderAndTestActor = true) => ReceiveAny(message =>
    {
        if (echoBackToSenderAndTestActor) Sender.Forward(message);
        testkit.TestActor.Forward(message);
    });

    public static Props Props(TestKitBase testkit, bool echoBackToSenderAndTestActor = true) =>
        Akka.Actor.Props.Create(() => new EchoActor(testkit, echoBackToSenderAndTestActor));
}
