import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.util.List;

/** mongo-java-server with its H2 backend, as tests start it: `java -cp 'jars/*' MongoStandIn.java <port, 0: any free one> [file]`. It prints its port. */
public class MongoStandIn {
    /** The driver asks for wire version 9 at least; the server says 8 of itself. */
    private static final MongoVersion VERSION = new MongoVersion() {
        @Override public List<Integer> getVersionArray() { return List.of(5, 0, 0); }
        @Override public int getWireVersion() { return 13; }
    };

    public static void main(String[] arguments) {
        H2Backend backend = arguments.length > 1 ? new H2Backend(arguments[1]) : H2Backend.inMemory();
        MongoServer server = new MongoServer(backend.version(VERSION));
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
        server.bind("127.0.0.1", Integer.parseInt(arguments[0]));
        System.out.println("listening on port " + server.getLocalAddress().getPort());
    }
}
